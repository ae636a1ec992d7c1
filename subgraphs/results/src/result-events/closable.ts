/**
 * An iterator that ends at once on `return` or when `outer` aborts, even while it waits for its next value: a plain
 * generator would first wait on, and keep what it listens to. What fails because of the end is no failure.
 */
export const closable = <T>(open: (signal: AbortSignal) => AsyncGenerator<T>, outer: AbortSignal): AsyncGenerator<T> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, outer]);
  const source = open(signal);
  const ended = { done: true, value: undefined } as const;
  const next = () => source.next().catch((error: unknown) => { if (signal.aborted) return ended; throw error; });
  const end = async () => { stop.abort(); await source.return(undefined).catch(() => {}); return ended; };
  const iterator = {
    next, return: end,
    throw: async (error: unknown) => { await end(); throw error; },
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => { await end(); },
  };
  return iterator as unknown as AsyncGenerator<T>;
};
