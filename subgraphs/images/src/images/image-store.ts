import { isUuid } from '@microplate/platform/ids';
import type { EntityManager } from '@microplate/platform/database';
import type { Image } from './image.ts';

type Row = { id: string; lab_id: string; sha256: string; byte_size: number; mime_type: Image['mimeType']; width: number; height: number;
  thumbnail_sha256: string | null; uploaded_by: string | null; uploaded_at: Date };

const imageOf = (row: Row): Image => ({
  id: row.id, labId: row.lab_id, sha256: row.sha256, byteSize: row.byte_size, mimeType: row.mime_type, width: row.width, height: row.height,
  thumbnailSha256: row.thumbnail_sha256, uploadedBy: row.uploaded_by, uploadedAt: new Date(row.uploaded_at).toISOString(),
});

/** Images of a lab; ids that are none are left out. */
export const imagesById = async (em: EntityManager, labId: string, ids: readonly string[]): Promise<Image[]> => {
  const rows = await em.execute<Row[]>('select * from image where lab_id = ? and id in (select x::uuid from jsonb_array_elements_text(?::jsonb) x)',
    [labId, JSON.stringify(ids.filter(isUuid))]);
  return rows.map(imageOf);
};

/** Of any lab: for addresses that were signed for someone who may see it. */
export const imageOfAnyLab = async (em: EntityManager, id: string): Promise<Image | null> => {
  const rows = isUuid(id) ? await em.execute<Row[]>('select * from image where id = ?', [id]) : [];
  return rows.length ? imageOf(rows[0]) : null;
};

export const imageOfBytes = async (em: EntityManager, labId: string, sha256: string): Promise<Image | null> => {
  const rows = await em.execute<Row[]>('select * from image where lab_id = ? and sha256 = ?', [labId, sha256]);
  return rows.length ? imageOf(rows[0]) : null;
};

/** False where the lab has an image of these bytes; waits for a transaction that is about to write one. */
export const insertImage = async (em: EntityManager, image: Image): Promise<boolean> => {
  const rows = await em.execute<{ id: string }[]>(
    `insert into image (id, lab_id, sha256, byte_size, mime_type, width, height, thumbnail_sha256, uploaded_by, uploaded_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (lab_id, sha256) do nothing returning id`,
    [image.id, image.labId, image.sha256, image.byteSize, image.mimeType, image.width, image.height, image.thumbnailSha256, image.uploadedBy, image.uploadedAt]);
  return rows.length > 0;
};
