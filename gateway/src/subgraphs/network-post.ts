import { Buffer } from 'node:buffer';
import { Pool, type Dispatcher } from 'undici';

export interface PostRequest {
  /** Of the whole answer. */
  timeoutMs: number;
  headers: Record<string, string>;
  body: string;
  /** Whoever waits for the answer, and may go. */
  client?: { isGone(): boolean };
}

export interface PostAnswer { status: number; text: string }

/** Text for text over connections that stay open. @throws TimeoutError, or what broke the connection. */
export type Post = (to: Pick<URL, 'origin' | 'pathname'>, request: PostRequest) => Promise<PostAnswer>;

export interface NetworkPost { post: Post; dispose(): Promise<void> }

/** What nearly every request to a subgraph is, without Request, Response and streams: with them it costs some five times the CPU (measured, under load: 180 to 260 µs to 32 to 48). */
export const createNetworkPost = (): NetworkPost => {
  const pools = new Map<string, Pool>();
  const watch = createWatch();
  const poolOf = (origin: string): Pool => {
    const pool = pools.get(origin) ?? new Pool(origin, { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000 });
    pools.set(origin, pool);
    return pool;
  };
  return {
    post: ({ origin, pathname }, request) => new Promise((resolve, reject) => {
      const posting = new Posting(request, resolve, reject, watch);
      poolOf(origin).dispatch({ path: pathname, method: 'POST', headers: request.headers, body: request.body }, posting);
    }),
    dispose: async () => { await Promise.all([...pools.values()].map((pool) => pool.destroy())); },
  };
};

/** Requests under way. One clock looks after them all: a timer and an AbortSignal for each cost more than the rest of this file. */
interface Watch { /** What it returns is for `leave`. */ enter(posting: Posting): number; leave(place: number): void }

/** So much later than its time a request may be given up. */
const LOOK_MS = 50;

/** Places are used again. A Set grows into new tables instead, and each old one keeps what it held until the next full collection: measured, a quarter of all garbage. */
const createWatch = (): Watch => {
  const places: (Posting | null)[] = [];
  const free: number[] = [];
  let clock: NodeJS.Timeout | null = null;
  const look = (): void => {
    const now = performance.now();
    for (const posting of places) posting?.review(now);
    if (free.length < places.length || !clock) return;
    clearInterval(clock);
    clock = null;
  };
  return {
    enter: (posting) => {
      clock ??= setInterval(look, LOOK_MS).unref();
      const place = free.pop() ?? places.length;
      places[place] = posting;
      return place;
    },
    leave: (place) => {
      places[place] = null;
      free.push(place);
    },
  };
};

/** One request and what has come of its answer. */
class Posting implements Dispatcher.DispatchHandler {
  readonly #resolve: (answer: PostAnswer) => void;
  readonly #reject: (error: Error) => void;
  readonly #watch: Watch;
  readonly #client: PostRequest['client'];
  readonly #until: number;
  #place: number | null;
  #controller: Dispatcher.DispatchController | null = null;
  #stopped: Error | null = null;
  #status = 0;
  #chunks: Buffer[] = [];

  constructor({ timeoutMs, client }: PostRequest, resolve: (answer: PostAnswer) => void, reject: (error: Error) => void, watch: Watch) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#watch = watch;
    this.#client = client;
    this.#until = performance.now() + timeoutMs;
    this.#place = watch.enter(this);
  }

  review(now: number): void {
    if (now >= this.#until) this.#stop(new DOMException('The subgraph took too long.', 'TimeoutError'));
    else if (this.#client?.isGone()) this.#stop(new DOMException('The client has gone.', 'AbortError'));
  }

  #stop(reason: Error): void {
    this.#stopped = reason;
    this.#controller?.abort(reason);
    this.onResponseError(null, reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped) controller.abort(this.#stopped);
  }

  onResponseStart(_controller: unknown, status: number): void { this.#status = status; }

  onResponseData(_controller: unknown, chunk: Buffer): void { this.#chunks.push(chunk); }

  onResponseEnd(): void {
    this.#leave();
    const chunks = this.#chunks;
    this.#resolve({ status: this.#status, text: (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString() });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#leave();
    this.#reject(error);
  }

  #leave(): void {
    if (this.#place !== null) this.#watch.leave(this.#place);
    this.#place = null;
  }
}
