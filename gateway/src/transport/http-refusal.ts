import type { GraphQLFormattedError } from 'graphql';
import { CodedError, type ErrorCode } from '@microplate/platform/errors';
import { codeOf, statusOf } from '../operations/refusal.ts';

/** A refusal whose HTTP status, or headers, say more than its code does. */
export class HttpRefusal extends CodedError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: ErrorCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(code, message);
    this.status = status;
    this.headers = headers;
  }
}

export const methodNotAllowed = (message: string, allow: string): HttpRefusal => new HttpRefusal(405, 'BAD_REQUEST', message, { allow });

export const notAcceptable = (): HttpRefusal =>
  new HttpRefusal(406, 'BAD_REQUEST', 'Answers are application/json or application/graphql-response+json, and for subscriptions text/event-stream or multipart/mixed. Name one of them in "Accept".');

/** Faults of an operation that was asked for properly: its text, its name or its variables. */
const INVALID_OPERATION: ReadonlySet<string> = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'] satisfies ErrorCode[]);

export const isInvalidOperation = (errors: readonly GraphQLFormattedError[]): boolean => errors.every((error) => INVALID_OPERATION.has(codeOf(error)));

/** Not the client's fault but a question put back to it: Apollo's clients expect 200. */
const ASKED_BACK: ReadonlySet<string> = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED'] satisfies ErrorCode[]);

export const refusalStatus = (error: unknown, errors: readonly GraphQLFormattedError[]): number => {
  if (error instanceof HttpRefusal) return error.status;
  return ASKED_BACK.has(codeOf(errors[0])) ? 200 : statusOf(errors);
};

/** Headers of a refusal: its own, and when to come again. */
export const refusalHeaders = (error: unknown, [{ extensions }]: readonly GraphQLFormattedError[]): Readonly<Record<string, string>> => {
  if (error instanceof HttpRefusal) return error.headers;
  return typeof extensions?.retryAfterSeconds === 'number' ? { 'retry-after': String(extensions.retryAfterSeconds) } : {};
};
