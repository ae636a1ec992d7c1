import type { NamedMigration } from '@microplate/platform/database';
import { Initial } from './0001-initial.ts';
import { Reading } from './0002-reading.ts';

/** Append only: what has run somewhere is never edited. */
export const migrations: NamedMigration[] = [{ name: '0001-initial', class: Initial }, { name: '0002-reading', class: Reading }];
