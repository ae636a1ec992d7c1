import { closable } from './closable.ts';

const never = new AbortController().signal;
const aborted = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

/** Gives 1, then waits until it is told to end, and fails as a store does that was closed under it. */
async function* source(signal: AbortSignal) {
  yield 1;
  await aborted(signal);
  throw new Error('the driver is gone');
}

test('return ends a wait at once, and what fails because of it is no failure', async () => {
  const values = closable(source, never);
  expect(await values.next()).toEqual({ done: false, value: 1 });
  const waiting = values.next();
  expect(await values.return(undefined)).toEqual({ done: true, value: undefined });
  expect((await waiting).done).toBe(true);
  expect((await values.next()).done).toBe(true);
});

test('so does the outer signal', async () => {
  const outer = new AbortController();
  const values = closable(source, outer.signal);
  await values.next();
  const waiting = values.next();
  outer.abort();
  expect((await waiting).done).toBe(true);
});

test('a failure of the source itself is told', async () => {
  const values = closable(async function* () { throw new Error('broken'); yield 1; }, never);
  await expect(values.next()).rejects.toThrow('broken');
});
