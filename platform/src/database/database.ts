import { MikroORM, type EntityManager, type Options } from '@mikro-orm/postgresql';
import { Migrator, type Migration } from '@mikro-orm/migrations';
import type { Constructor } from '@mikro-orm/core';
import pg from 'pg';
import { noTracing, type Tracing } from '../tracing/index.ts';
import { hooksOf } from './after-commit.ts';

export type { EntityManager } from '@mikro-orm/postgresql';

/** Numbered, append-only; `name` is what the database remembers. */
export interface NamedMigration { name: string; class: Constructor<Migration> }

export interface DatabaseOptions {
  url: string;
  /** Entities made with `defineEntity`; may be empty where a subgraph works in SQL alone. */
  entities?: Options['entities'];
  migrations: NamedMigration[];
  /** Most connections held at once; idle ones close after 10 s. */
  poolSize?: number;
  /** Told of every statement sent, `begin` and `commit` included. */
  onQuery?: (sql: string) => void;
  /** Each statement becomes a span of the request it serves. */
  tracing?: Pick<Tracing, 'begin'>;
}

export interface Database {
  url: string;
  /** A fresh unit of work; one a request. `execute(sql, params)` takes `?` placeholders. */
  em(): EntityManager;
  /** Runs `work` in one transaction, commits, then runs what `afterCommit` registered. */
  transaction<T>(work: (em: EntityManager) => Promise<T>): Promise<T>;
  /** Makes the database where it is missing and brings the tables up to date; safe to call by several processes at once and again. */
  migrate(): Promise<void>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  dispose(): Promise<void>;
}

export const openDatabase = async (options: DatabaseOptions): Promise<Database> => {
  const orm = await MikroORM.init({
    clientUrl: options.url,
    entities: options.entities ?? [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: options.migrations, snapshot: false, silent: true, tableName: 'migrations', transactional: true },
    pool: { min: 0, max: options.poolSize ?? 6 },
  } as Options);
  if (options.onQuery || options.tracing) await observeStatements(orm, options);
  const em = () => orm.em.fork() as EntityManager;
  return {
    url: options.url,
    em,
    transaction: async (work) => {
      const unit = em();
      const result = await unit.transactional((inner) => work(inner as EntityManager).then((value) => ({ value, hooks: hooksOf(inner as EntityManager) })));
      for (const hook of result.hooks) await hook();
      return result.value;
    },
    migrate: async () => { await ensureDatabase(options.url); await migrateOnce(orm, em()); },
    ping: async () => { await em().execute('select 1'); },
    dispose: () => orm.close(true),
  };
};

/** Every connection of the pool tells of what it sends: cheaper than MikroORM's own query log. On `acquire`, since the first one is open already. */
const observeStatements = async (orm: MikroORM, { onQuery, tracing = noTracing }: DatabaseOptions): Promise<void> => {
  const pool = await orm.em.getConnection().getNativeClient();
  const observed = new WeakSet<object>();
  pool.on('acquire', (client) => {
    if (observed.has(client)) return;
    observed.add(client);
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: [string | { text: string }]) => {
      const sql = typeof args[0] === 'string' ? args[0] : args[0].text;
      onQuery?.(sql);
      const end = tracing.begin('sql', { kind: 'client', attributes: { 'db.system.name': 'postgresql', 'db.query.text': withoutValues(sql) } });
      const answer = send(...args);
      if (answer instanceof Promise) answer.then(() => end(), end);
      else end();
      return answer;
    }) as typeof client.query;
  });
};

/** MikroORM writes values into its statements; a trace tells nothing of anybody. Cut first: a statement may hold thousands. */
const withoutValues = (sql: string): string => sql.slice(0, MOST_SQL).replace(/'(?:[^']|'')*(?:'|$)/g, '?').replace(/\b\d+(?:\.\d+)?\b/g, '?');

const MOST_SQL = 500;
const NO_SUCH_DATABASE = '3D000';
const ALREADY_THERE = ['42P04', '23505'];

/** Before MikroORM connects: it would make a missing database too, but two processes at once would fail. */
const ensureDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client(url);
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    if ((error as { code: string }).code !== NO_SUCH_DATABASE) throw error;
    await createDatabase(url);
  }
};

const createDatabase = async (url: string): Promise<void> => {
  const admin = new URL(url);
  const name = decodeURIComponent(admin.pathname.slice(1));
  admin.pathname = '/postgres';
  const client = new pg.Client(admin.href);
  await client.connect();
  try {
    await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    if (!ALREADY_THERE.includes((error as { code: string }).code)) throw error;
  } finally {
    await client.end();
  }
};

/** Two processes that start together must not both migrate: the advisory lock makes the second wait and find nothing to do. */
const migrateOnce = async (orm: MikroORM, em: EntityManager): Promise<void> => {
  await em.transactional(async (lock) => {
    await lock.execute("select pg_advisory_xact_lock(hashtext('microplate.migrations'))");
    await orm.migrator.up();
  });
};
