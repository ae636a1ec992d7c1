import { CodedError } from '@microplate/platform/errors';
import { createListener } from './listener.ts';
import type { LiveEvent } from './live-event.ts';

const event = (cursor: number): LiveEvent => ({ text: `${cursor}`, cursor: `${cursor}` });

const listenerOf = ({ most = 3, start = null as string | null } = {}) => {
  const sink = { taken: [] as string[], open: true, end: undefined as Error | null | undefined, events: 0 };
  const rights = { refusal: null as CodedError | null };
  let left = 0;
  const listener = createListener({
    most, start, standing: () => rights.refusal, onLeave: () => { left += 1; },
    sink: { next: ({ text }) => { sink.taken.push(text); return sink.open; }, end: (error, events) => { expect(sink.end).toBeUndefined(); Object.assign(sink, { end: error, events }); } },
  });
  return { sink, rights, listener, left: () => left };
};

test('who overflows gets what is queued, then SLOW_CONSUMER with the cursor of the last of it, and is fed no more at once', () => {
  const { sink, listener, left } = listenerOf();
  sink.open = false;
  for (let i = 1; i <= 4; i += 1) listener.push(event(i));
  expect([sink.taken, sink.end, left()]).toEqual([['1'], undefined, 0]);
  listener.push(event(5));
  listener.push(event(6));
  expect(left()).toBe(1);
  sink.open = true;
  listener.drained();
  expect(sink.taken).toEqual(['1', '2', '3', '4']);
  expect((sink.end as CodedError).extensions).toEqual({ code: 'SLOW_CONSUMER', cursor: '4' });
  expect([sink.events, listener.leave()]).toEqual([4, 4]);
});

test('a transport that takes one at a time is given one at a time', () => {
  const { sink, listener } = listenerOf();
  sink.open = false;
  for (let i = 1; i <= 3; i += 1) listener.push(event(i));
  listener.drained();
  expect(sink.taken).toEqual(['1', '2']);
  listener.drained();
  listener.end();
  expect([sink.taken, sink.end]).toEqual([['1', '2', '3'], null]);
});

test('who loses its rights gets nothing of what is queued, and the cursor of what it has', () => {
  const { sink, rights, listener } = listenerOf();
  sink.open = false;
  for (let i = 1; i <= 3; i += 1) listener.push(event(i));
  rights.refusal = new CodedError('FORBIDDEN', 'No.');
  sink.open = true;
  listener.drained();
  expect(sink.taken).toEqual(['1']);
  expect((sink.end as CodedError).extensions).toEqual({ code: 'FORBIDDEN', cursor: '1' });
});

test('a review ends it at once, also when nothing comes', () => {
  const { sink, rights, listener, left } = listenerOf({ start: '7' });
  rights.refusal = new CodedError('FORBIDDEN', 'No.');
  listener.review();
  listener.push(event(8));
  expect([sink.taken, (sink.end as CodedError).extensions, left()]).toEqual([[], { code: 'FORBIDDEN', cursor: '7' }, 1]);
});

test('an end by the stream comes after what is queued, with where to resume', () => {
  const { sink, listener } = listenerOf();
  sink.open = false;
  listener.push(event(1));
  listener.push(event(2));
  listener.end(new CodedError('SERVICE_UNAVAILABLE', 'Gone.'));
  expect(sink.end).toBeUndefined();
  listener.drained();
  expect([sink.taken, (sink.end as CodedError).extensions]).toEqual([['1', '2'], { code: 'SERVICE_UNAVAILABLE', cursor: '2' }]);
});

test('who has left hears nothing, not even an end', () => {
  const { sink, listener, left } = listenerOf();
  listener.leave();
  listener.push(event(1));
  listener.end();
  expect([sink.taken, sink.end, left()]).toEqual([[], undefined, 1]);
});
