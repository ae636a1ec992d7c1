import type { ExecutionResult } from 'graphql';
import { withDeadline } from '@microplate/platform/http';
import type { Identity } from '@microplate/platform/identity';
import type { ByteSource } from '../subgraphs/byte-source.ts';
import type { OpenAnswer } from '../subgraphs/network-stream.ts';
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
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const { status, contentType, body } = await connect(link, request, identity, deadline, signal);
  if (status !== 200 || !contentType.includes('text/event-stream')) {
    yield refusal(status, await textOf(body, deadline));
    return;
  }
  onOpen();
  try {
    for await (const { event, data } of readEventStream(body, signal)) {
      if (event === 'complete') return;
      if (event === 'next') yield JSON.parse(data) as ExecutionResult;
    }
  } catch (error) {
    throw new UpstreamLost((error as Error).message);
  }
  if (!signal.aborted) throw new UpstreamLost('the stream broke off');
}

/** The time limit is for the head of a stream alone; its body lives as long as somebody listens. */
const connect = async (link: SubgraphLink, request: UpstreamRequest, identity: Identity, deadline: AbortSignal, signal: AbortSignal): Promise<OpenAnswer> => {
  const giveUp = new AbortController();
  const opening = link.open(identity, { body: JSON.stringify(request), signal: AbortSignal.any([signal, giveUp.signal]) });
  try {
    return await withDeadline(deadline, opening);
  } catch (error) {
    giveUp.abort();
    // A subgraph in this process does not hear that.
    opening.then(({ body }) => body.cancel(), () => {});
    throw new UpstreamLost((error as Error).message);
  }
};

/** @throws UpstreamLost where it does not come whole, and in time. */
const textOf = async (body: ByteSource, deadline: AbortSignal): Promise<string> => {
  const chunks: Uint8Array[] = [];
  try {
    for (let bytes = await withDeadline(deadline, body.read()); bytes; bytes = await withDeadline(deadline, body.read())) chunks.push(bytes);
  } catch (error) {
    throw new UpstreamLost((error as Error).message);
  } finally {
    body.cancel();
  }
  return Buffer.concat(chunks).toString();
};

/** A coded refusal is the stream's only event; anything else means that the service is not itself. */
const refusal = (status: number, text: string): ExecutionResult => {
  const result = resultOf(text);
  if (result?.errors?.length && status < 500 && !refusesGateway(status, result.errors)) return { errors: result.errors };
  throw new UpstreamLost(`it answered ${status}`);
};
