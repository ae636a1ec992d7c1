import type { ExecutionResult } from 'graphql';
import { withDeadline } from '@microplate/platform/http';
import type { Identity } from '@microplate/platform/identity';
import { refusesGateway, resultOf } from '../subgraphs/subgraph-errors.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import { readEventStream } from './event-stream.ts';

export interface UpstreamRequest { query: string; operationName?: string; variables: Record<string, unknown> }

/** The subgraph went away, or could not be reached: the stream did not end, it was lost. */
export class UpstreamLost extends Error {
  override name = 'UpstreamLost';
}

/**
 * One subscription at a subgraph, by graphql-sse over the same line as everything else. Ends when the subgraph completes it
 * or `signal` aborts. `onOpen` is called when the subgraph has accepted it.
 * @throws UpstreamLost
 */
export async function* openUpstream(link: SubgraphLink, request: UpstreamRequest, options: { identity: Identity; signal: AbortSignal; timeoutMs: number; onOpen: () => void }): AsyncGenerator<ExecutionResult> {
  const { identity, signal, timeoutMs, onOpen } = options;
  const response = await connect(link, request, identity, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]), signal);
  if (!response.ok || !(response.headers.get('content-type') ?? '').includes('text/event-stream')) {
    yield await refusal(response);
    return;
  }
  onOpen();
  try {
    for await (const { event, data } of readEventStream(response.body!, signal)) {
      if (event === 'complete') return;
      if (event === 'next') yield JSON.parse(data) as ExecutionResult;
    }
  } catch (error) {
    throw new UpstreamLost((error as Error).message);
  }
  if (!signal.aborted) throw new UpstreamLost('the stream broke off');
}

/** The time limit is for the answer's head alone; the body lives as long as somebody listens. */
const connect = async (link: SubgraphLink, request: UpstreamRequest, identity: Identity, deadline: AbortSignal, signal: AbortSignal): Promise<Response> => {
  const call = link.call({
    method: 'POST', path: '/graphql', identity, signal, body: JSON.stringify(request),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  try {
    return await withDeadline(deadline, call);
  } catch (error) {
    call.then((response) => response.body?.cancel(), () => {});
    throw new UpstreamLost((error as Error).message);
  }
};

/** A coded refusal is the stream's only event; anything else means that the service is not itself. */
const refusal = async (response: Response): Promise<ExecutionResult> => {
  const result = resultOf(await response.text());
  if (result?.errors?.length && response.status < 500 && !refusesGateway(response.status, result.errors)) return { errors: result.errors };
  throw new UpstreamLost(`it answered ${response.status}`);
};
