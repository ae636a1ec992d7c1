import { Migration } from '@mikro-orm/migrations';

export class Initial extends Migration {
  override up(): void {
    this.addSql(`create table interface_file (
      id uuid primary key, lab_id text not null, sample_no text not null, file_name text not null,
      dialect text not null check (dialect in ('LABWARE_V2', 'LABWARE_V1', 'TITRES', 'LONG')),
      policy text not null check (policy in ('FIRST_BREAK', 'LAST_FLOWING')),
      test_number text, warnings jsonb not null, content text not null, sha256 text not null, byte_size integer not null,
      status text not null check (status in ('PENDING', 'GENERATED', 'DELIVERED', 'FAILED')),
      generated_by text, generated_at timestamptz not null)`);
    // Folded to lower case: a destination may be a Windows share, where AM1 and am1 are one file.
    this.addSql('create unique index interface_file_name on interface_file (lab_id, lower(file_name))');
    this.addSql('create index interface_file_of_sample on interface_file (lab_id, sample_no, generated_at desc, id desc)');
    this.addSql(`create table delivery (
      file_id uuid primary key references interface_file, lab_id text not null, attempts integer not null default 0,
      next_attempt_at timestamptz not null default now(), done_at timestamptz, failure_code text, failure_message text)`);
    this.addSql('create index delivery_due on delivery (next_attempt_at) where done_at is null');
  }
}
