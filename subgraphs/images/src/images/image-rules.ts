/** What a photo may be, by the name libvips has for it. */
export const PHOTO_FORMATS = [
  { format: 'jpeg', mimeType: 'image/jpeg', extension: 'jpg' },
  { format: 'png', mimeType: 'image/png', extension: 'png' },
  { format: 'webp', mimeType: 'image/webp', extension: 'webp' },
  { format: 'tiff', mimeType: 'image/tiff', extension: 'tif' },
] as const;

export type PhotoFormat = (typeof PHOTO_FORMATS)[number];

const SIGNATURES: Record<PhotoFormat['format'], RegExp> = {
  jpeg: /^\xff\xd8\xff/,
  png: /^\x89PNG\r\n\x1a\n/,
  webp: /^RIFF[^]{4}WEBP/,
  tiff: /^(II[*+]\0|MM\0[*+])/,
};

/** Bytes of a file's head that `formatOf` needs. */
export const HEAD_BYTES = 12;

/** The only decoder a file may reach, by its first bytes; null for anything that is no photo of ours. */
export const formatOf = (head: Uint8Array): PhotoFormat | null => {
  const text = Buffer.from(head).toString('latin1');
  return PHOTO_FORMATS.find(({ format }) => SIGNATURES[format].test(text)) ?? null;
};

/** Extension of a stored image's file name. */
export const extensionOf = (mimeType: string): string => PHOTO_FORMATS.find((format) => format.mimeType === mimeType)?.extension ?? 'bin';
