import { Migration } from '@mikro-orm/migrations';

export class Looks extends Migration {
  override up(): void {
    // How much each well's picture speaks for Flowing, in the order of `letters`; null for runs that did not tell, whose rows stay as they are.
    this.addSql('alter table run add column flowing real[]');
  }
}
