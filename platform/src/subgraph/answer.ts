import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { CodedError, isErrorCode } from '../errors/index.ts';
import { readText } from '../http/index.ts';
import { checkBinding, isIntrospection, type ContextClaims } from '../identity/index.ts';
import type { GraphQLRequestBody, RequestContext, SubgraphOptions } from './subgraph-options.ts';
import { streamOperation, type OpenStreams } from './event-stream.ts';
import { checkIntrospection } from './schema-only.ts';

const MAX_BODY_BYTES = 1_000_000;

export interface Operation<Context extends RequestContext> {
  options: SubgraphOptions<Context>;
  apollo: ApolloServer<Context>;
  schema: GraphQLSchema;
  request: Request;
  claims: ContextClaims;
  createContext: () => Context;
  streams: OpenStreams;
}

/** A verified caller's request to `/graphql`: JSON or multipart in; JSON out, or a stream of events where that is accepted. */
export const answer = async <Context extends RequestContext>(operation: Operation<Context>): Promise<Response> => {
  const { options, request, claims } = operation;
  const multipart = (request.headers.get('content-type') ?? '').startsWith('multipart/form-data');
  if (multipart && !options.readMultipart) throw new CodedError('UNSUPPORTED_MEDIA', `The ${options.name} service takes no uploads.`);
  const upload = multipart ? await options.readMultipart!(request) : null;
  try {
    const bound = upload?.bound ?? await readText(request, MAX_BODY_BYTES);
    if (isIntrospection(claims)) checkIntrospection(parseBody(bound).query ?? '');
    else checkBinding(claims, bound);
    if ((request.headers.get('accept') ?? '').includes('text/event-stream')) return await streamOperation(operation.schema, parseBody(bound), operation.createContext(), operation.streams);
    return await execute(operation, upload?.body ?? parseBody(bound));
  } finally {
    await upload?.done();
  }
};

const parseBody = (text: string): GraphQLRequestBody => {
  try {
    return JSON.parse(text) as GraphQLRequestBody;
  } catch {
    throw new CodedError('BAD_REQUEST', 'The request body is not JSON.');
  }
};

const execute = async <Context extends RequestContext>({ options, apollo, request, createContext }: Operation<Context>, body: GraphQLRequestBody): Promise<Response> => {
  const stopTimer = options.metrics.operationSeconds.startTimer();
  const headers = new HeaderMap([['content-type', 'application/json'], ['accept', 'application/json']]);
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, search: '', body }, context: async () => createContext(),
  });
  const text = result.body.kind === 'complete' ? result.body.string : '';
  stopTimer({ outcome: firstCode(text) });
  return new Response(text, { status: result.status ?? 200, headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': request.headers.get('x-request-id') ?? '' } });
};

/** Cheap on the good path: an answer without errors does not contain the word at its start or end. */
const firstCode = (text: string): string => {
  if (!text.includes('"errors":[')) return 'ok';
  const code = (JSON.parse(text) as ExecutionResult).errors?.[0]?.extensions?.code;
  return isErrorCode(code) ? code : 'ok';
};
