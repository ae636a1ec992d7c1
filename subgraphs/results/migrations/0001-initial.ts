import { EVENT_CURSOR_SQL, EVENT_LOG_SQL } from '@microplate/platform/events';
import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  `create table sample (
    lab_id text not null, id uuid not null, sample_no text not null, seen bigint generated always as identity,
    primary key (lab_id, id), unique (lab_id, sample_no))`,
  'create index sample_seen on sample (lab_id, seen)',
  `create table layout (lab_id text not null, version text not null, definition jsonb not null, primary key (lab_id, version))`,
  `create table plate (
    lab_id text not null, id uuid not null, sample_id uuid not null, submission_no text, plate_no text, seen bigint generated always as identity,
    accepted_run_id uuid, accepted_seq bigint, accepted_at timestamptz,
    primary key (lab_id, id), foreign key (lab_id, sample_id) references sample (lab_id, id))`,
  'create index plate_sample on plate (lab_id, sample_id)',
  `create table run (
    lab_id text not null, id uuid not null, plate_id uuid not null, status text not null check (status in ('COMPLETED', 'FAILED')),
    requested_at timestamptz not null, finished_at timestamptz not null, image_id uuid not null, photo_sha256 text not null,
    failure jsonb, model jsonb, threshold double precision, confidence double precision, layout_version text, software_version text,
    letters text, wells jsonb,
    primary key (lab_id, id), foreign key (lab_id, plate_id) references plate (lab_id, id),
    check (status = 'FAILED' or (model is not null and layout_version is not null and letters is not null and wells is not null)))`,
  'create index run_plate on run (lab_id, plate_id, requested_at)',
  'alter table plate add foreign key (lab_id, accepted_run_id) references run (lab_id, id)',
];

export class Initial extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...EVENT_LOG_SQL, ...EVENT_CURSOR_SQL]) this.addSql(statement);
  }
}
