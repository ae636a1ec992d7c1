import sharp from 'sharp';
import { ReadingError } from './reading-error.ts';
import { shrunk } from './shrink-rules.ts';

/** An upright photo as RGB bytes, row by row, at full resolution. */
export interface Photo {
  data: Uint8Array;
  width: number;
  height: number;
}

const FORMATS = new Set(['jpeg', 'png', 'webp', 'tiff']);
const MOST_PIXELS = 100_000_000;

/** A photo decoded at its own size, or at a whole fraction of it. */
export interface Decoded {
  picture: Photo;
  /** Of the whole upright photo. */
  width: number;
  height: number;
}

/** Decodes a JPEG, PNG, WebP or TIFF, turned as its EXIF orientation says. Throws IMAGE_UNREADABLE for all else. */
export const decodePhoto = async (bytes: Buffer): Promise<Photo> => (await decodeShrunk(bytes, Infinity)).picture;

/**
 * The same, but a JPEG at a half, a quarter or an eighth as long as its long side keeps `enough` pixels: its decoder does that in a
 * fraction of the time.
 */
export const decodeShrunk = async (bytes: Buffer, enough: number): Promise<Decoded> => {
  try {
    const photo = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { format, autoOrient: { width, height } } = await photo.metadata();
    if (!FORMATS.has(format)) throw new Error(`${format} is not JPEG, PNG, WebP or TIFF`);
    const k = format === 'jpeg' ? [8, 4, 2].find((v) => Math.max(width, height) / v >= enough) : undefined;
    const upright = photo.autoOrient();
    // Rounded down: a size only just over the fraction would be decoded whole and then made smaller.
    const sized = k ? upright.resize(Math.floor(width / k), Math.floor(height / k), { fit: 'fill', kernel: 'linear' }) : upright;
    const { data, info } = await sized.flatten({ background: '#808080' }).toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`it has ${info.channels} channels after decoding`);
    return { picture: { data, width: info.width, height: info.height }, width, height };
  } catch (cause) {
    throw new ReadingError('IMAGE_UNREADABLE', `The photo can't be decoded (${reasonOf(cause)}). Send a whole JPEG, PNG, WebP or TIFF of at most 100 megapixels.`);
  }
};

/** The photo at exactly this size, each pixel averaged over what it covers. */
export const resizePhoto = async (photo: Photo, toWidth: number, toHeight: number): Promise<Photo> => {
  const { data, width, height } = photo;
  if (width >= 2 * toWidth && height >= 2 * toHeight) return shrunk(photo, toWidth, toHeight);
  const raw = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: MOST_PIXELS });
  return { data: await raw.resize(toWidth, toHeight, { fit: 'fill', kernel: 'linear' }).raw().toBuffer(), width: toWidth, height: toHeight };
};

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message.split('\n')[0].slice(0, 120) : 'unknown reason');
