import type { NamedMigration } from '@microplate/platform/database';
import { Initial } from './0001-initial.ts';
import { Layouts } from './0002-layouts.ts';
import { Looks } from './0003-looks.ts';

/** Append only: what has run somewhere is never edited. */
export const migrations: NamedMigration[] = [{ name: '0001-initial', class: Initial }, { name: '0002-layouts', class: Layouts }, { name: '0003-looks', class: Looks }];
