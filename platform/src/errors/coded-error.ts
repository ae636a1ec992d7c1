import { GraphQLError } from 'graphql';
import type { ErrorCode } from './codes.ts';

/**
 * An expected failure: a code of the closed list, a message that says what was wrong and what to do,
 * and details (`field`, `retryAfterSeconds`, ...) a client can act on; they appear in `extensions`.
 */
export class CodedError extends GraphQLError {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message, { extensions: { ...details, code } });
    this.name = 'CodedError';
    this.code = code;
  }
}

/** The caller's value for `field` can't be used; `message` says why and what is accepted. */
export const badUserInput = (field: string, message: string): CodedError =>
  new CodedError('BAD_USER_INPUT', message, { field });

/** `kind` with this id does not exist, or not in the caller's lab. */
export const notFound = (kind: string, id: string): CodedError =>
  new CodedError('NOT_FOUND', `There is no ${kind} "${id.slice(0, 80)}" in your lab.`, { kind, id: id.slice(0, 80) });

export const unauthenticated = (message = 'Sign in first: send "Authorization: Bearer <access token>".'): CodedError =>
  new CodedError('UNAUTHENTICATED', message);

/** The caller is known but lacks a right; `needed` lists permissions any one set of which would do. */
export const forbidden = (what: string, needed: readonly (readonly string[])[] = []): CodedError => {
  const sets = needed.map((set) => set.join(' and ')).join(', or ');
  return new CodedError('FORBIDDEN', `You may not ${what}${sets ? `; it needs ${sets}` : ''}.`, { needed });
};
