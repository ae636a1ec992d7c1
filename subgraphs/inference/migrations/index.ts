import type { NamedMigration } from '@microplate/platform/database';
import { Initial } from './0001-initial.ts';
import { Reading } from './0002-reading.ts';
import { Dilution } from './0003-dilution.ts';
import { Controls } from './0004-controls.ts';

/** Append only: what has run somewhere is never edited. */
export const migrations: NamedMigration[] = [
  { name: '0001-initial', class: Initial }, { name: '0002-reading', class: Reading }, { name: '0003-dilution', class: Dilution },
  { name: '0004-controls', class: Controls },
];
