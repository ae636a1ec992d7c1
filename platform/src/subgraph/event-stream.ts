import { GraphQLError, execute, getOperationAST, parse, subscribe, validate, type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { CodedError, causeOf } from '../errors/index.ts';
import { reportAndMask, maskResult } from './failures.ts';
import type { GraphQLRequestBody, RequestContext } from './subgraph-options.ts';

/** Breaks a stream off. A subgraph that stops does so with all: an end in peace would tell subscribers that nothing more comes. */
export type OpenStreams = Set<() => void>;

const PING_MS = 12_000;
const COMPLETE = 'event: complete\ndata:\n\n';
const encoder = new TextEncoder();

/**
 * An operation's results by graphql-sse, distinct connections mode. An event is made when the reader has room for it, so a
 * slow reader slows the source down to its own pace, and nothing piles up here.
 */
export const streamOperation = async (schema: GraphQLSchema, body: GraphQLRequestBody, context: RequestContext, open: OpenStreams): Promise<Response> => {
  const result = await perform(schema, body, context);
  const isStream = Symbol.asyncIterator in result;
  const answer = isStream ? bodyOf(result, context, open) : next(maskResult(context.logger, result)) + COMPLETE;
  return new Response(answer, { headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' } });
};

const perform = async (schema: GraphQLSchema, body: GraphQLRequestBody, context: RequestContext): Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>> => {
  const document = parseQuery(body.query ?? '');
  const errors = validate(schema, document);
  const operation = getOperationAST(document, body.operationName);
  if (errors.length > 0) throw new CodedError('GRAPHQL_VALIDATION_FAILED', errors[0].message);
  if (!operation) throw new CodedError('OPERATION_RESOLUTION_FAILURE', 'The document should have one operation, or "operationName" say which.');
  const args: ExecutionArgs = { schema, document, operationName: body.operationName, variableValues: body.variables, contextValue: context };
  return await (operation.operation === 'subscription' ? subscribe(args) : execute(args)) as ExecutionResult | AsyncGenerator<ExecutionResult, void, void>;
};

const parseQuery = (text: string): DocumentNode => {
  try {
    return parse(text);
  } catch (error) {
    throw new CodedError('GRAPHQL_PARSE_FAILED', (error as Error).message);
  }
};

const next = (result: ExecutionResult): string => `event: next\ndata: ${JSON.stringify(result)}\n\n`;

const bodyOf = (source: AsyncGenerator<ExecutionResult, void, void>, context: RequestContext, open: OpenStreams): ReadableStream<Uint8Array> => {
  let pinger: NodeJS.Timeout | undefined;
  let cut = () => {};
  let left = false;
  const forget = () => { clearInterval(pinger); open.delete(cut); };
  const leave = async () => {
    left = true;
    forget();
    await source.return(undefined);
  };
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const ping = () => controller.enqueue(encoder.encode(':\n\n'));
      ping();
      pinger = setInterval(() => { if (controller.desiredSize! > 0) ping(); }, PING_MS);
      cut = () => { void leave(); controller.error(new Error('The service is stopping.')); };
      open.add(cut);
      context.signal.addEventListener('abort', leave, { once: true });
    },
    pull: async (controller) => {
      const { text, last } = await take(source, context).catch((error) => { forget(); throw error; });
      if (last) forget();
      if (left) return;
      controller.enqueue(encoder.encode(text));
      if (last) controller.close();
    },
    cancel: leave,
  }, { highWaterMark: 1 });
};

/** What to write next. A coded failure of the source is for the subscriber; any other breaks the connection, after which it may resume. */
const take = async (source: AsyncGenerator<ExecutionResult, void, void>, { logger }: RequestContext): Promise<{ text: string; last: boolean }> => {
  try {
    const { done, value } = await source.next();
    return done ? { text: COMPLETE, last: true } : { text: next(maskResult(logger, value!)), last: false };
  } catch (error) {
    const cause = causeOf(error);
    if (cause instanceof CodedError) return { text: next({ errors: [cause] }) + COMPLETE, last: true };
    reportAndMask(logger, new GraphQLError((error as Error).message).toJSON(), error);
    throw error;
  }
};
