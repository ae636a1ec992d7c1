import { Migration } from '@mikro-orm/migrations';

/** Which end of a row holds the first dilution, by the layout the run was asked for with: it tells how a plate lies. */
export class Dilution extends Migration {
  override up(): void {
    this.addSql("alter table run add column dilution text not null default 'LEFT_TO_RIGHT'");
  }
}
