import { setTimeout } from 'node:timers/promises';
import { ReadingError } from '../reading/reading-error.ts';
import { RunFailure } from '../worker/failure-rules.ts';
import { look, type LookDeps } from './look.ts';
import { createTurnstile } from './turnstile.ts';

const identity = { labId: 'default', userId: 'u' };
const never = new AbortController().signal;
const createDeps = (given: Partial<LookDeps> = {}): LookDeps => ({
  photos: { fetch: async () => Buffer.from('photo') }, reader: {} as never, stopping: never, turnstile: createTurnstile({ atOnce: 1, perPerson: 3, inAll: 9 }), ...given });

test('who leaves is let go at once; the turn ends when the work has', async () => {
  const deps = createDeps();
  const told: string[] = [];
  const leave = new AbortController();
  const first = look(deps, { identity, signal: leave.signal }, 'a', async () => { await setTimeout(150); told.push('work'); });
  const left = first.catch((error: { code: string }) => { told.push('left'); return error.code; });
  const next = look(deps, { identity, signal: never }, 'b', async () => { told.push('next'); });
  await setTimeout(20);
  leave.abort();
  expect(await left).toBe('SERVICE_UNAVAILABLE');
  await next;
  expect(told).toEqual(['left', 'work', 'next']);
});

test('the end of the service ends the wait', async () => {
  const stop = new AbortController();
  const asked = look(createDeps({ stopping: stop.signal }), { identity, signal: never }, 'a', () => setTimeout(1000, null, { ref: false }));
  stop.abort();
  await expect(asked).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

test('what the photo is to blame for keeps its code, what nobody foresaw is passed on', async () => {
  const fails = (error: unknown) => look(createDeps(), { identity, signal: never }, 'a', async () => { throw error; });
  await expect(fails(new ReadingError('NO_PLATE_FOUND', 'none'))).rejects.toMatchObject({ extensions: { code: 'NO_PLATE_FOUND' } });
  await expect(fails(new RunFailure('NOT_FOUND', 'gone', true))).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  const odd = new Error('odd');
  await expect(fails(odd)).rejects.toBe(odd);
});
