/**
 * An iterator whose `return` ends the source at once, even while it waits for its next value: a plain generator would
 * first wait on, and keep what it listens to.
 */
export const closable = <T>(open: (signal: AbortSignal) => AsyncGenerator<T>, outer: AbortSignal): AsyncGenerator<T> => {
  const stop = new AbortController();
  const source = open(AbortSignal.any([stop.signal, outer]));
  const iterator = {
    next: () => source.next(),
    return: async (value: unknown) => { stop.abort(); await source.return(value); return { done: true, value }; },
    throw: async (error: unknown) => { stop.abort(); await source.return(undefined); throw error; },
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => { await iterator.return(undefined); },
  };
  return iterator as unknown as AsyncGenerator<T>;
};
