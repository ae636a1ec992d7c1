import { CodedError } from '@microplate/platform/errors';
import { failureOf, waitAfter } from './delivery-rules.ts';

const plan = { attempts: 12, firstWaitMs: 1000 };
const passing = failureOf(new Error('x'));

test('waits double, to five minutes, until the attempts are used up', () => {
  const waits = Array.from({ length: 12 }, (_, index) => waitAfter(plan, index + 1, passing));
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000, null]);
});

test('a refusal is final', () => {
  expect(waitAfter(plan, 1, failureOf(new CodedError('DELIVERY_REFUSED', 'taken')))).toBeNull();
});

test('a system\'s failure says what to do', () => {
  expect(failureOf(Object.assign(new Error('ENOENT: ...'), { code: 'ENOENT' }))).toEqual({ code: 'SERVICE_UNAVAILABLE', message: 'Not delivered: the delivery folder does not exist; create or mount it.' });
  expect(failureOf(Object.assign(new Error('odd'), { code: 'EODD' })).message).toBe('Not delivered: odd.');
});
