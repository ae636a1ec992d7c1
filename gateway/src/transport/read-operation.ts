import { isUtf8 } from 'node:buffer';
import { CodedError } from '@microplate/platform/errors';
import { bodyTooLarge } from '@microplate/platform/http';
import { readUpload, type UploadLimits } from '@microplate/platform/uploads';
import type { OperationRequest } from '../operations/prepare.ts';
import { badRequest } from '../operations/refusal.ts';
import type { GraphqlRequest } from './graphql-request.ts';
import { charsetOf, mediaTypeOf } from './request-rules.ts';

/** What a request brought, and what to do when it is answered. */
export interface Received { body: OperationRequest; uploading: boolean; done?(): Promise<void> }

export interface BodyLimits { maxBodyBytes: number; uploads: UploadLimits }

/** The operation of a GET's address, or of a POST's JSON or multipart body. @throws CodedError BAD_REQUEST, UNSUPPORTED_MEDIA, PAYLOAD_TOO_LARGE. */
export const readOperation = (request: GraphqlRequest, limits: BodyLimits): Promise<Received> | Received =>
  (request.method === 'GET' ? readSearch(request.search) : readBody(request, limits));

const readBody = async (request: GraphqlRequest, { maxBodyBytes, uploads }: BodyLimits): Promise<Received> => {
  const contentType = request.header('content-type');
  refuseEncodings(request.header('content-encoding'), charsetOf(contentType));
  const mediaType = mediaTypeOf(contentType);
  if (mediaType === 'multipart/form-data') {
    const { body, done } = await readUpload(request.whole(), uploads);
    return { body: body as OperationRequest, uploading: true, done };
  }
  if (mediaType !== 'application/json') throw new CodedError('UNSUPPORTED_MEDIA', `Send application/json, or multipart/form-data with files; not ${mediaType.slice(0, 60) || 'nothing'}.`);
  if (Number(request.header('content-length')) > maxBodyBytes) throw bodyTooLarge(maxBodyBytes);
  const bytes = await request.body(maxBodyBytes);
  if (!isUtf8(bytes)) throw badRequest('The request body is not UTF-8.');
  return { body: parseObject(bytes.toString('utf8'), 'The request body'), uploading: false };
};

/** A compressed body could grow without end; none of our clients sends one. */
const refuseEncodings = (contentEncoding: string | null, charset: string): void => {
  if (contentEncoding && contentEncoding.trim().toLowerCase() !== 'identity') throw new CodedError('UNSUPPORTED_MEDIA', 'Send the body as it is, without a content-encoding.');
  if (charset !== 'utf-8' && charset !== 'utf8') throw new CodedError('UNSUPPORTED_MEDIA', `Send the body in UTF-8; not ${charset.slice(0, 40)}.`);
};

const readSearch = (search: string): Received => {
  const parameters = new URLSearchParams(search);
  const object = (name: string) => {
    const text = parameters.get(name);
    return text ? { [name]: parseObject(text, `"${name}"`) } : {};
  };
  const body = { query: parameters.get('query') ?? undefined, operationName: parameters.get('operationName') ?? undefined, ...object('variables'), ...object('extensions') };
  return { body, uploading: false };
};

const parseObject = (text: string, what: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch { /* answered below */ }
  throw badRequest(`${what} should be a JSON object.`);
};
