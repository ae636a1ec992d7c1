import fc from 'fast-check';
import { cursorOf, isSettled, placeOf, runAt, statesAfter } from './run-rules.ts';
import type { RunRow, RunState } from './run-types.ts';

const states: RunState[] = [
  { status: 'QUEUED', step: null, progress: 0, at: '' }, { status: 'PROCESSING', step: 'loading', progress: 1, at: '' },
  { status: 'COMPLETED', step: 'drawing', progress: 95, at: '' }, { status: 'COMPLETED', step: null, progress: 100, at: '' },
];
const run = { status: 'COMPLETED', step: null, progress: 100, trace: states, confidence: 0.9, failure: null, finished_at: new Date(), duration_ms: 5, picture: { sha256: 'x' } } as unknown as RunRow;

test('an earlier state tells nothing of what came later', () => {
  expect(statesAfter(run, 1).map(({ status, confidence, picture }) => [status, confidence, picture !== null])).toEqual([
    ['PROCESSING', null, false], ['COMPLETED', 0.9, false], ['COMPLETED', 0.9, true]]);
  expect(runAt(run, states[0])).toMatchObject({ status: 'QUEUED', progress: 0, finished_at: null, duration_ms: null });
  expect(statesAfter(run, 4)).toEqual([]);
});

test('a run is settled at its end, a completed one when it is drawn or given up', () => {
  expect(states.map((state) => isSettled({ ...run, ...state }))).toEqual([false, false, false, true]);
  expect(isSettled({ status: 'FAILED', step: null })).toBe(true);
  expect(isSettled({ status: 'CANCELLED', step: null })).toBe(true);
});

test('a place in a list survives its cursor', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), fc.uuid(), (requested_at, id) => {
    expect(placeOf(cursorOf({ requested_at, id }))).toEqual({ requestedAt: requested_at.toISOString(), id });
  }));
});

test('what is no cursor is refused, never an error of the database', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => {
    expect(() => placeOf(Buffer.from(JSON.stringify(['run', a, b])).toString('base64url'))).toThrow(/not a cursor/);
  }));
  expect(() => placeOf('nonsense')).toThrow(/not a cursor/);
  expect(placeOf(null)).toBeNull();
});
