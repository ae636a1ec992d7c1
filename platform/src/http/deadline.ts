/**
 * Neither the caller nor the clock waits longer than `signal` says: an in-process fetch does not hear its request's signal, and Node's
 * may lose it, as a request follows its caller's signal by a weak reference alone.
 */
export const withDeadline = async <T>(signal: AbortSignal, work: Promise<T>): Promise<T> => {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => {});
  }
};

export const isTimeout = (error: unknown): boolean => (error as Error | null)?.name === 'TimeoutError';
