import { Migration } from '@mikro-orm/migrations';
import { EVENT_CURSOR_SQL, EVENT_LOG_SQL } from '@microplate/platform/events';

const TABLES = [
  // Projection of images' photos.
  `create table image (
    lab_id text not null, id uuid not null, sha256 text not null, width int not null, height int not null,
    primary key (lab_id, id))`,
  `create table run (
    lab_id text not null, id uuid not null,
    status text not null default 'QUEUED' check (status in ('QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    step text, progress int not null default 0 check (progress between 0 and 100),
    -- Every state the run has been in: [{ status, step, progress, at }].
    trace jsonb not null,
    image_id uuid not null, photo_sha256 text not null, plate_id uuid not null,
    sample_no text not null, submission_no text, plate_no text,
    threshold double precision not null, priority int not null, calibration jsonb,
    model jsonb not null, finder jsonb, layout_version text not null, software_version text,
    requested_by uuid not null, requested_at timestamptz(3) not null default clock_timestamp(),
    idempotency_key text, input_hash text not null,
    attempts int not null default 0, started_at timestamptz(3), finished_at timestamptz(3), duration_ms int,
    failure jsonb, confidence double precision, picture jsonb,
    primary key (lab_id, id))`,
  'create unique index run_idempotency on run (lab_id, requested_by, idempotency_key) where idempotency_key is not null',
  'create index run_newest on run (lab_id, requested_at desc, id desc)',
  'create index run_of_plate on run (lab_id, plate_id, requested_at desc, id desc)',
  'create index run_of_image on run (lab_id, image_id, requested_at desc, id desc)',
  'create index run_of_sample on run (lab_id, sample_no, requested_at desc, id desc)',
  "create index run_unfinished on run (status) where status in ('QUEUED', 'PROCESSING')",
  // A run's answer, its 96 wells in one value: 100,000 wells are 1,042 rows, read in one statement.
  `create table reading (
    lab_id text not null, run_id uuid not null, width int not null, height int not null, grid jsonb not null, wells jsonb not null,
    primary key (lab_id, run_id))`,
  // Who works on a job, until when. (run, attempt) is the fence: a worker whose row is gone writes nothing more.
  `create table lease (
    lab_id text not null, queue text not null, run_id uuid not null, attempt int not null, last boolean not null,
    worker_id uuid not null, until timestamptz not null, primary key (lab_id, queue, run_id))`,
];

export class Initial extends Migration {
  override up(): void {
    for (const sql of [...TABLES, ...EVENT_LOG_SQL, ...EVENT_CURSOR_SQL]) this.addSql(sql);
  }
}
