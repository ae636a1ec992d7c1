import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isErrorCode } from './codes.ts';

/** The original cause under GraphQL's wrapping, to log. */
export const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;

/** True for a failure that nobody foresaw: it is logged whole and shown as INTERNAL_SERVER_ERROR. */
export const isUnexpected = (formatted: GraphQLFormattedError): boolean => {
  const code = formatted.extensions?.code;
  return !isErrorCode(code) || code === 'INTERNAL_SERVER_ERROR';
};

/** Keeps coded errors as they are (less the stack trace) and masks every other one. */
export const maskError = (formatted: GraphQLFormattedError): GraphQLFormattedError => {
  if (isUnexpected(formatted)) {
    return {
      message: 'Something failed on our side; nothing was changed by this field. Try again, and name the request id if it persists.',
      locations: formatted.locations, path: formatted.path,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  }
  const { stacktrace: _stacktrace, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
};
