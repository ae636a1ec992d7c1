import { PassThrough, type Writable } from 'node:stream';
import * as ws from 'ws';
import { textFrame } from './text-frame.ts';

/** The half of ws that reads, which its types leave out. */
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

test.each([0, 1, 124, 125, 126, 127, 65_534, 65_535, 65_536, 200_000])('a message of %i bytes is read as it was written', async (length) => {
  const receiver = new Receiver({ isServer: false });
  const read = new Promise((resolve) => { receiver.once('message', (data: Buffer, isBinary: boolean) => resolve([String(data), isBinary])); });
  new PassThrough().end(textFrame(Buffer.from('é'), Buffer.from('x'.repeat(length)))).pipe(receiver);
  expect(await read).toEqual([`é${'x'.repeat(length)}`, false]);
});
