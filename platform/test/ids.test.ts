import { randomUUID } from 'node:crypto';
import { isUuid } from '@microplate/platform/ids';

test('an id is a UUID, in either case, or nothing', () => {
  for (const id of [randomUUID(), '4B0F0C0E-8f0f-5b6e-9a52-6d6963726f70', 'ABCDEF00-0000-4000-8000-00000000000a']) expect([id, isUuid(id)]).toEqual([id, true]);
  const others = ['', 'x', '1', '4b0f0c0e8f0f5b6e9a526d6963726f70', "4b0f0c0e-8f0f-5b6e-9a52-6d6963726f70'", '00000000-0000-4000-8000-00000000000', '00000000-0000-4000-8000-000000000000\n', "' or 1=1"];
  for (const text of others) expect([text, isUuid(text)]).toEqual([text, false]);
});
