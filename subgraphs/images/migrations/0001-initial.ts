import { EVENT_LOG_SQL } from '@microplate/platform/events';
import { Migration } from '@mikro-orm/migrations';

export class Initial extends Migration {
  override up(): void {
    this.addSql(`create table image (
      id uuid primary key, lab_id text not null, sha256 text not null, byte_size integer not null,
      mime_type text not null check (mime_type in ('image/jpeg', 'image/png', 'image/webp', 'image/tiff')),
      width integer not null, height integer not null, thumbnail_sha256 text,
      uploaded_by text, uploaded_at timestamptz not null)`);
    this.addSql('create unique index image_of_bytes on image (lab_id, sha256)');
    for (const sql of EVENT_LOG_SQL) this.addSql(sql);
  }
}
