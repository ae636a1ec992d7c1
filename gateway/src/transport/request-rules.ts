import { badRequest } from '../operations/refusal.ts';

/** Media types that a browser sends to another origin without asking first. */
const SIMPLE = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/**
 * CSRF prevention as Apollo Server does it: a request that a page of another origin could send unasked needs a header that it
 * could not.
 * @throws CodedError BAD_REQUEST
 */
export const refuseForgery = ({ headers }: Request): void => {
  const mediaType = (headers.get('content-type') ?? '').split(';')[0].trim().toLowerCase();
  if (mediaType && !SIMPLE.includes(mediaType)) return;
  if (headers.get('x-apollo-operation-name') || headers.get('apollo-require-preflight') || headers.get('authorization')) return;
  throw badRequest('To keep other sites from sending requests in your name, add a content-type of application/json, or the header "apollo-require-preflight: true".');
};
