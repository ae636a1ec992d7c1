export { afterCommit, openDatabase, type Database, type DatabaseOptions, type EntityManager, type NamedMigration } from './database.ts';
export { findRunningPostgres, startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.ts';
