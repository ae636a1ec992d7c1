export { afterCommit } from './after-commit.ts';
export { openDatabase, type Database, type DatabaseOptions, type EntityManager, type NamedMigration } from './database.ts';
export { findRunningPostgres, startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.ts';
