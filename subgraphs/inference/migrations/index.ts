import type { NamedMigration } from '@microplate/platform/database';
import { Initial } from './0001-initial.ts';

export const migrations: NamedMigration[] = [{ name: '0001-initial', class: Initial }];
