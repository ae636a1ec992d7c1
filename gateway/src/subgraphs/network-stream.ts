import { Agent, type Dispatcher } from 'undici';
import type { ByteSource } from './byte-source.ts';

export interface OpenAnswer { status: number; contentType: string; body: ByteSource }

export interface OpenRequest {
  headers: Record<string, string>;
  body: string;
  /** Ends the request, and the answer whenever that is. */
  signal: AbortSignal;
}

/** Resolves with an answer's head. @throws what broke the connection, or the signal's reason. */
export type Open = (to: Pick<URL, 'origin' | 'pathname'>, request: OpenRequest) => Promise<OpenAnswer>;

export interface NetworkStream { open: Open; dispose(): Promise<void> }

/** Answers that go on for as long as somebody listens, each on a connection of its own. Without Request, Response and web streams, which took a twelfth of the gateway's time for an event with one subscriber (sampled). */
export const createNetworkStream = (): NetworkStream => {
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: 0, keepAliveTimeout: 10_000 });
  return {
    open: ({ origin, pathname }, { headers, body, signal }) => new Promise((resolve, reject) => {
      agent.dispatch({ origin, path: pathname, method: 'POST', headers, body }, new Opening(signal, resolve, reject));
    }),
    dispose: () => agent.destroy(),
  };
};

/** One request, and its answer: what nobody has taken yet waits here, and pauses the connection. */
class Opening implements Dispatcher.DispatchHandler, ByteSource {
  readonly #signal: AbortSignal;
  readonly #opened: (answer: OpenAnswer) => void;
  readonly #failed: (error: Error) => void;
  readonly #chunks: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #reader: PromiseWithResolvers<Uint8Array | null> | null = null;
  /** Set when nothing more comes; `error` where that is not the answer's end. */
  #over: { error: Error | null } | null = null;

  constructor(signal: AbortSignal, opened: (answer: OpenAnswer) => void, failed: (error: Error) => void) {
    this.#signal = signal;
    this.#opened = opened;
    this.#failed = failed;
    signal.addEventListener('abort', this.cancel, { once: true });
    if (signal.aborted) this.cancel();
  }

  async read(): Promise<Uint8Array | null> {
    const chunk = this.#chunks.shift();
    if (chunk) return chunk;
    if (this.#over?.error) throw this.#over.error;
    if (this.#over) return null;
    const reader = this.#reader = Promise.withResolvers<Uint8Array | null>();
    // What the connection holds already comes before this returns.
    this.#controller!.resume();
    return reader.promise;
  }

  readonly cancel = (): void => {
    const reason = (this.#signal.reason ?? new DOMException('Nobody listens.', 'AbortError')) as Error;
    this.#chunks.length = 0;
    this.#finish(null);
    this.#failed(reason);
    this.#controller?.abort(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) controller.abort(this.#signal.reason as Error);
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (status >= 200) this.#opened({ status, contentType: String(headers['content-type'] ?? ''), body: this });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#reader) return this.#give(chunk);
    this.#chunks.push(chunk);
    controller.pause();
  }

  onResponseEnd(): void { this.#finish(null); }

  onResponseError(_controller: unknown, error: Error): void {
    this.#finish(error);
    this.#failed(error);
  }

  #give(chunk: Uint8Array | null): void {
    this.#reader?.resolve(chunk);
    this.#reader = null;
  }

  #finish(error: Error | null): void {
    if (this.#over) return;
    this.#over = { error };
    this.#signal.removeEventListener('abort', this.cancel);
    if (error) this.#reader?.reject(error);
    this.#give(null);
  }
}
