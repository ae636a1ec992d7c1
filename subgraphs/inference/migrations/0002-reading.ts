import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  // A device's calibrations: versions are only added; `seen` is the order of saving.
  `create table calibration (
    lab_id text not null, id uuid not null, device text not null, version int not null, seen bigint generated always as identity,
    grid jsonb, orientation text, note text, saved_by uuid not null, saved_at timestamptz(3) not null default clock_timestamp(),
    deleted_by uuid, deleted_at timestamptz(3), check (grid is not null or orientation is not null),
    primary key (lab_id, id), unique (lab_id, device, version))`,
  'create index calibration_newest on calibration (lab_id, seen desc)',
  // Its row's lock puts two saves at once one after the other, and no number is given twice.
  'create table calibration_device (lab_id text not null, device text not null, last_version int not null, primary key (lab_id, device))',
  // Beside `calibration`, the grid used: which stored one it was, and what settles the orientation; both as asked for, not as found.
  'alter table run add column calibration_ref jsonb, add column orientation text',
  "alter table reading add column orientation text, add column flags jsonb not null default '[]'",
];

export class Reading extends Migration {
  override up(): void {
    for (const sql of TABLES) this.addSql(sql);
  }
}
