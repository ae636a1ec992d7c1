import { Migration } from '@mikro-orm/migrations';

/** Control wells, by the layout the run was asked for with: they have no say in how their rows are read. */
export class Controls extends Migration {
  override up(): void {
    this.addSql("alter table run add column controls jsonb not null default '[]'");
  }
}
