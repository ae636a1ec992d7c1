import { badRequest } from '../operations/refusal.ts';
import type { GraphqlRequest } from './graphql-request.ts';

/** Media types that a browser sends to another origin without asking first. */
const SIMPLE = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** `Application/JSON; charset=utf-8` is `application/json`. */
export const mediaTypeOf = (contentType: string | null): string => {
  if (contentType === 'application/json') return contentType;
  return (contentType ?? '').split(';', 1)[0].trim().toLowerCase();
};

/** In lower case; JSON is UTF-8 unless said otherwise. */
export const charsetOf = (contentType: string | null): string =>
  (contentType?.includes(';') ? /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(contentType)?.[1].toLowerCase() : undefined) || 'utf-8';

/**
 * CSRF prevention as Apollo Server does it: a request that a page of another origin could send unasked needs a header that it
 * could not.
 * @throws CodedError BAD_REQUEST
 */
export const refuseForgery = (request: GraphqlRequest): void => {
  const mediaType = mediaTypeOf(request.header('content-type'));
  if (mediaType && !SIMPLE.includes(mediaType)) return;
  if (request.header('x-apollo-operation-name') || request.header('apollo-require-preflight') || request.header('authorization')) return;
  throw badRequest('To keep other sites from sending requests in your name, add a content-type of application/json, or the header "apollo-require-preflight: true".');
};
