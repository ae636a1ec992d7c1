import { Migration } from '@mikro-orm/migrations';

const CHANGES = [
  // A lab's layouts by name: versions are only added. `seen` is the order of saving; `version` is name and number together.
  `alter table layout add column name text, add column number int, add column saved_by uuid, add column saved_at timestamptz(3),
     add column seen bigint generated always as identity, add constraint layout_number unique (lab_id, name, number)`,
  'create index layout_seen on layout (lab_id, seen desc)',
  // Its row's lock puts two saves at once one after the other.
  'create table layout_name (lab_id text not null, name text not null, last_number int not null, primary key (lab_id, name))',
  // Set by a person; it goes over what the plate's runs name.
  'alter table plate add column layout_version text',
  "alter table run add column flags jsonb not null default '[]'",
];

export class Layouts extends Migration {
  override up(): void {
    for (const statement of CHANGES) this.addSql(statement);
  }
}
