import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PlateReader, ReadRequest } from './plate-reader.ts';
import { errorOf, type Answer, type FromReader, type ToReader, type Work } from './reader-protocol.ts';

/** After how long without work the process is let go, with all its memory; starting it again takes about 0.3 s. */
const IDLE_MS = 15_000;
/** How long an aborted work may take to its next step. */
const GRACE_MS = 5000;
/** Without these glibc keeps what decoding and the networks have used: 350 MB instead of 200 in use. */
const FRUGAL = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_MMAP_THRESHOLD_: '65536' };
/** Without room to begin with, V8 collects all its garbage after every other photo, for the photo's own size: 5 ms of processor time a plate. */
export const READER_FLAGS = ['--max-semi-space-size=16', '--initial-old-space-size=96'];

interface Call { resolve(result: never): void; reject(error: unknown): void; onStep?: ReadRequest['onStep'] }

/**
 * The reading library in a process of its own, started by the first photo. A photo that crashes a decoder costs an attempt,
 * not the API; and what it took of memory goes back when it rests.
 */
export const createReaderProcess = (modelFolder: string, idleMs = IDLE_MS, graceMs = GRACE_MS): PlateReader => {
  const calls = new Map<number, Call>();
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let last = 0;

  const launch = (): ChildProcess => {
    const launched = fork(fileURLToPath(new URL('./reader-main.ts', import.meta.url)), [modelFolder],
      { serialization: 'advanced', env: FRUGAL, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: READER_FLAGS });
    const gone = (why: string) => {
      if (child !== launched) return;
      child = undefined;
      for (const call of calls.values()) call.reject(new Error(`the reader's process ended: ${why}`));
    };
    launched.on('message', (message: FromReader) => hear(message)).on('error', (error) => gone(error.message))
      .on('exit', (code, signal) => gone(signal ?? `exit ${code}`));
    return launched;
  };
  const tell = (message: ToReader) => { if (child?.connected) child.send(message, () => {}); };
  const hear = (message: FromReader): void => {
    const call = calls.get(message.call);
    if (!call) return;
    if (message.kind === 'done') return call.resolve(message.result as never);
    if (message.kind === 'failed') return call.reject(errorOf(message));
    call.onStep!(message.step, message.percent).then(() => tell({ kind: 'go', call: message.call }), call.reject);
  };
  const ask = async <Result extends Answer>(work: Work, onStep?: ReadRequest['onStep'], signal?: AbortSignal): Promise<Result> => {
    clearTimeout(timer);
    signal?.throwIfAborted();
    const call = last += 1;
    child ??= launch();
    try {
      return await new Promise<Result>((resolve, reject) => {
        calls.set(call, { resolve, reject, onStep });
        signal?.addEventListener('abort', () => stop(call), { once: true });
        tell({ kind: 'work', call, work });
      });
    } catch (error) {
      tell({ kind: 'abort', call });
      throw signal?.aborted ? signal.reason : error;
    } finally {
      calls.delete(call);
      if (calls.size === 0) timer = setTimeout(close, idleMs).unref();
    }
  };
  /** It ends at its next step. One that does not come to it is stuck in a decoder, and its process is ended. */
  const stop = (call: number): void => {
    tell({ kind: 'abort', call });
    setTimeout(() => { if (calls.has(call)) child?.kill('SIGKILL'); }, graceMs).unref();
  };
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    const leaving = child;
    child = undefined;
    if (!leaving || leaving.exitCode !== null || leaving.signalCode) return;
    await new Promise((resolve) => { leaving.once('exit', resolve); leaving.kill('SIGKILL'); });
  };

  return {
    read: (photo, { onStep, signal, ...request }) => ask({ kind: 'read', photo, request }, onStep, signal),
    locate: (photo, { signal, ...request }) => ask({ kind: 'locate', photo, request }, undefined, signal),
    draw: (photo, reading, texts) => ask({ kind: 'draw', photo, reading, texts }),
    drawLocation: (photo, location, expected) => ask({ kind: 'drawLocation', photo, location, expected }),
    close,
  };
};
