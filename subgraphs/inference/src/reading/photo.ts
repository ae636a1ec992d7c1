import sharp from 'sharp';
import { ReadingError } from './reading-error.ts';

/** An upright photo as RGB bytes, row by row, at full resolution. */
export interface Photo {
  data: Uint8Array;
  width: number;
  height: number;
}

const FORMATS = new Set(['jpeg', 'png', 'webp', 'tiff']);
const MOST_PIXELS = 100_000_000;

/** Decodes a JPEG, PNG, WebP or TIFF, turned as its EXIF orientation says. Throws IMAGE_UNREADABLE for all else. */
export const decodePhoto = async (bytes: Buffer): Promise<Photo> => {
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { format } = await picture.metadata();
    if (!FORMATS.has(format)) throw new Error(`${format} is not JPEG, PNG, WebP or TIFF`);
    const { data, info } = await picture.autoOrient().flatten({ background: '#808080' }).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding`);
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    throw new ReadingError('IMAGE_UNREADABLE', `The photo can't be decoded (${reasonOf(cause)}). Send a whole JPEG, PNG, WebP or TIFF of at most 100 megapixels.`);
  }
};

/** The photo at exactly this size, each pixel averaged over what it covers. */
export const resizePhoto = async ({ data, width, height }: Photo, toWidth: number, toHeight: number): Promise<Photo> => {
  const raw = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: MOST_PIXELS });
  const small = await raw.resize(toWidth, toHeight, { fit: 'fill', kernel: 'linear' }).raw().toBuffer();
  return { data: small, width: toWidth, height: toHeight };
};

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message.split('\n')[0].slice(0, 120) : 'unknown reason');
