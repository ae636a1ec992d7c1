import { noTracing, type Tracing } from '@microplate/platform/tracing';
import type { GraphqlDoor } from './answer-graphql.ts';

/** The same door, each of whose answers is a span: of the client's trace where it brought one. */
export const tracedDoor = (door: GraphqlDoor, tracing: Tracing): GraphqlDoor => {
  if (tracing === noTracing) return door;
  return (request) => {
    const traceparent = request.header('traceparent');
    return tracing.span(`${request.method} /graphql`, { kind: 'server', parent: new Headers(traceparent ? { traceparent } : {}) }, async (span) => {
      const answer = await door(request);
      span.set({ 'http.response.status_code': answer.status, 'microplate.request_id': request.requestId });
      return answer;
    });
  };
};
