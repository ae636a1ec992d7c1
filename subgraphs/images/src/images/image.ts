import type { PhotoFormat } from './image-rules.ts';

export interface Image {
  id: string;
  labId: string;
  /** Of the original's bytes; the name of its blob. */
  sha256: string;
  byteSize: number;
  mimeType: PhotoFormat['mimeType'];
  /** Pixels of the upright photo. */
  width: number;
  height: number;
  thumbnailSha256: string | null;
  uploadedBy: string | null;
  /** ISO, UTC. */
  uploadedAt: string;
}
