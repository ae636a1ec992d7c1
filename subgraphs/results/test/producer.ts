import { Hono } from 'hono';
import { openDatabase } from '@microplate/platform/database';
import { EVENT_LOG_SQL, addEventRoute, appendEvent, createPostgresWakeups, type NewEvent } from '@microplate/platform/events';
import { CONTEXT_HEADER, verifyContext } from '@microplate/platform/identity';
import { silentLogger } from '@microplate/platform/logging';
import type { SubgraphApp } from '@microplate/platform/subgraph';
import { createTestDatabase } from '@microplate/platform/testing';
import { Migration } from '@mikro-orm/migrations';

class EventLog extends Migration {
  override up(): void { for (const statement of EVENT_LOG_SQL) this.addSql(statement); }
}

/** An honest inference as far as its events go: the platform's log and route over a database of its own. */
export const startProducer = async (key: string) => {
  const { url } = await createTestDatabase();
  const database = await openDatabase({ url, migrations: [{ name: 'event-log', class: EventLog }] });
  const wakeups = createPostgresWakeups({ url, logger: silentLogger() });
  await database.migrate();
  await wakeups.start();
  const app: SubgraphApp = new Hono();
  app.use(async (context, next) => {
    context.set('identity', verifyContext(context.req.header(CONTEXT_HEADER) ?? null, 'inference', { results: key }).identity);
    await next();
  });
  addEventRoute(app, { database, wakeups, admits: ['results'] });
  let state: 'here' | 'away' | 'silent' = 'here';
  const silence = (signal: AbortSignal) => new Promise<Response>((_, reject) => { signal.addEventListener('abort', () => reject(signal.reason)); });
  return {
    fetch: async (request: Request): Promise<Response> =>
      state === 'here' ? app.fetch(request) : state === 'silent' ? silence(request.signal) : new Response('away', { status: 503 }),
    append: (event: Omit<NewEvent, 'stream'>) => database.transaction((em) => appendEvent(em, wakeups, { stream: 'runs', ...event })),
    /** Refuses to answer, or never answers at all. */
    become: (next: typeof state) => { state = next; },
    dispose: async () => { await wakeups.dispose(); await database.dispose(); },
  };
};
