import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { httpStatusOf, isErrorCode, isUnexpected, maskError, causeOf, CodedError } from '@microplate/platform/errors';
import type { Logger } from '@microplate/platform/logging';

/** A request that is refused as a whole, with every reason that was found. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(errors[0].message);
    this.errors = errors;
  }
}

export const codeOf = (error: Pick<GraphQLFormattedError, 'extensions'>): string => String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR');

/** Gives `error` a code of the closed list. */
export const withCode = (error: GraphQLError, code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'BAD_USER_INPUT'): GraphQLError =>
  new GraphQLError(error.message, { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path, extensions: { ...error.extensions, code } });

/** graphql-js helps who guesses: "Did you mean ...?" would tell the schema, name by name, where introspection is closed. */
export const withoutSuggestion = (error: GraphQLError): GraphQLError => {
  const at = error.message.indexOf(' Did you mean ');
  if (at < 0) return error;
  return new GraphQLError(error.message.slice(0, at), { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path, extensions: error.extensions });
};

/** Any failure as errors for a client: coded ones as they are, all others masked and logged whole. */
export const errorsOf = (failure: unknown, logger: Logger): GraphQLFormattedError[] => {
  const errors = failure instanceof Refusal ? failure.errors : [failure as Error];
  return errors.map((error) => formatError(error instanceof GraphQLError ? error.toJSON() : { message: error.message }, error, logger));
};

/** Masks what is not of the closed list of codes, and logs it. */
export const formatError = (formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError => {
  if (isUnexpected(formatted)) {
    const cause = causeOf(error) as Error;
    logger.error({ error: cause?.message, stack: cause?.stack, path: formatted.path }, 'unexpected failure');
  }
  return maskError(formatted);
};

/** HTTP status of a refusal: its first error's. */
export const statusOf = (errors: readonly GraphQLFormattedError[]): number => {
  const code = codeOf(errors[0]);
  return isErrorCode(code) ? httpStatusOf(code) : 500;
};

export const badRequest = (message: string): CodedError => new CodedError('BAD_REQUEST', message);
