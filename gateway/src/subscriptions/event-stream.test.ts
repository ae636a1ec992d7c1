import { byteSourceOf } from '../subgraphs/byte-source.ts';
import { readEventStream } from './event-stream.ts';

const never = new AbortController().signal;
const bodyOf = (parts: string[], left: () => void = () => {}) => {
  const bytes = parts.map((part) => new TextEncoder().encode(part));
  return byteSourceOf(new ReadableStream<Uint8Array>({ pull: (controller) => { const next = bytes.shift(); if (next) controller.enqueue(next); else return new Promise(() => {}); }, cancel: left }));
};

test('messages are read whole, however they are cut, and comments are none', async () => {
  const text = ':\n\nevent: next\ndata: {"a":"é"}\n\n:\n\nevent: next\r\ndata: 1\r\ndata: 2\r\n\r\nevent: complete\ndata:\n\n';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 3, 1000]) {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => { for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size)); controller.close(); } });
    expect(await Array.fromAsync(readEventStream(byteSourceOf(body), never))).toEqual([{ event: 'next', data: '{"a":"é"}' }, { event: 'next', data: '1\n2' }, { event: 'complete', data: '' }]);
  }
});

test('a stream without a sign of life is left, one that pings is not', async () => {
  let left = 0;
  const silent = readEventStream(bodyOf([':\n\n', 'event: next\ndata: 1\n\n'], () => { left += 1; }), never, 100);
  expect(await Array.fromAsync(silent)).toHaveLength(1);
  expect(left).toBe(1);
  let pings = 0;
  const alive = new ReadableStream<Uint8Array>({ pull: async (controller) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    controller.enqueue(new TextEncoder().encode((pings += 1) < 8 ? ':\n\n' : 'event: complete\ndata:\n\n'));
    if (pings === 8) controller.close();
  } });
  expect(await Array.fromAsync(readEventStream(byteSourceOf(alive), never, 100))).toEqual([{ event: 'complete', data: '' }]);
});

test('a stream is not silent while what it brought is being handled', async () => {
  const messages = readEventStream(bodyOf(['event: next\ndata: 1\n\n', 'event: next\ndata: 2\n\n']), never, 60);
  expect((await messages.next()).value).toEqual({ event: 'next', data: '1' });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect((await messages.next()).value).toEqual({ event: 'next', data: '2' });
  expect(await messages.next()).toEqual({ done: true, value: undefined }); // Nothing more comes, and that is noticed.
});
