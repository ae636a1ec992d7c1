import fc from 'fast-check';
import { HEAD_BYTES, PHOTO_FORMATS, extensionOf, formatOf } from './image-rules.ts';

const HEADS: [string, string][] = [
  ['jpeg', '\xff\xd8\xff\xe0'], ['jpeg', '\xff\xd8\xff\xe1'], ['png', '\x89PNG\r\n\x1a\n'], ['webp', 'RIFF\x0a\n\0\0WEBP'],
  ['tiff', 'II*\0'], ['tiff', 'MM\0*'], ['tiff', 'II+\0'], ['tiff', 'MM\0+'],
];
const head = (text: string) => Buffer.from(text, 'latin1');

test.each(HEADS)('%s is told by its first bytes, whatever follows', (format, start) => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 20 }), (rest) => formatOf(Buffer.concat([head(start), rest]))?.format === format));
});

test('a format\'s first bytes have to come first', () => {
  fc.assert(fc.property(fc.constantFrom(...HEADS), fc.uint8Array({ minLength: 1, maxLength: 3 }), ([, start], before) =>
    [0xff, 0x89, 0x52, 0x49, 0x4d].includes(before[0]) || formatOf(Buffer.concat([before, head(start)]).subarray(0, HEAD_BYTES)) === null));
});

test.each(['', 'GIF89a', 'BM\x36', '%PDF-1.7', '<svg xmlns=', '<!DOCTYPE html>', 'hello, plate', '\xff\xd8', 'RIFF\0\0\0\0WAVE', '\0\0\0\x1cftypheic', '\0\0\0\x20ftypavif'])('%j is no photo of ours', (start) => {
  expect(formatOf(head(start))).toBeNull();
});

test('names', () => {
  expect(PHOTO_FORMATS.map(({ mimeType }) => extensionOf(mimeType))).toEqual(['jpg', 'png', 'webp', 'tif']);
});
