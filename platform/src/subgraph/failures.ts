import { randomUUID } from 'node:crypto';
import { GraphQLError, type ExecutionResult } from 'graphql';
import { CodedError, causeOf, httpStatusOf, isUnexpected, maskError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';

/** A result of a stream, its errors masked as those of a single answer are. */
export const maskResult = (logger: Logger, result: ExecutionResult): ExecutionResult => !result.errors ? result : {
  ...result, errors: result.errors.map((error) => new GraphQLError(error.message, reportAndMask(logger, new GraphQLError(error.message, error).toJSON(), error) as never)),
};

/** Logs whole what nobody foresaw, and shows what a client may see of it. */
export const reportAndMask = (logger: Logger, formatted: ReturnType<GraphQLError['toJSON']>, error: unknown) => {
  const masked = maskError(formatted);
  if (isUnexpected(formatted)) {
    const cause = causeOf(error) as Error;
    logger.error({ error: cause?.message, stack: cause?.stack, path: formatted.path }, 'unexpected failure');
  }
  return masked;
};

/** What a whole request that failed is answered with: GraphQL's shape, the code's status, no stack trace. */
export const errorResponse = (error: unknown, logger: Logger): Response => {
  const coded = error instanceof CodedError ? error : new CodedError('INTERNAL_SERVER_ERROR', 'Something failed on our side. Try again.');
  if (!(error instanceof CodedError)) logger.error({ error: (error as Error).message, stack: (error as Error).stack, id: randomUUID() }, 'unexpected failure');
  return Response.json({ errors: [{ message: coded.message, extensions: coded.extensions }] }, { status: httpStatusOf(coded.code) });
};
