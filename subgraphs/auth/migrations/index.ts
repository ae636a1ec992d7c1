import type { NamedMigration } from '@microplate/platform/database';
import { Initial } from './0001-initial.ts';
import { AccessEvents } from './0002-access-events.ts';

/** In order; append-only. */
export const migrations: NamedMigration[] = [{ name: '0001-initial', class: Initial }, { name: '0002-access-events', class: AccessEvents }];
