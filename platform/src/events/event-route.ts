import type { Database } from '../database/index.ts';
import { CodedError, badUserInput } from '../errors/index.ts';
import type { SubgraphApp } from '../subgraph/index.ts';
import { CursorExpired, readEvents, streamTopic, type EventPage } from './event-log.ts';
import { nextWakeup, type Wakeups } from './wakeups.ts';

const MAX_LIMIT = 500;
const MAX_WAIT_MS = 25_000;

/**
 * `GET /internal/events?stream=&after=&limit=&wait=`: a producer's log for its sibling subgraphs. `wait` (ms) holds the
 * answer until there is an event: a long poll. Answers an EventPage, or CURSOR_EXPIRED with the `oldestCursor` to go on from. Only `admits` may ask, with a service token.
 */
export const addEventRoute = (app: SubgraphApp, deps: { database: Database; wakeups: Wakeups; admits: readonly string[] }): void => {
  app.get('/internal/events', async (context) => {
    const { issuer } = context.get('identity');
    if (!deps.admits.includes(issuer)) throw new CodedError('FORBIDDEN', `Service "${issuer}" may not read these events.`);
    const stream = context.req.query('stream') ?? '';
    const after = wholeNumber('after', context.req.query('after') ?? '0');
    const limit = Math.min(wholeNumber('limit', context.req.query('limit') ?? '100'), MAX_LIMIT);
    const wait = Math.min(wholeNumber('wait', context.req.query('wait') ?? '0'), MAX_WAIT_MS);
    return context.json(await longPoll(deps, { stream, after, limit, wait, signal: context.req.raw.signal }).catch(tellExpired));
  });
};

const tellExpired = (error: unknown): never => {
  if (!(error instanceof CursorExpired)) throw error;
  throw new CodedError('CURSOR_EXPIRED', 'Events after this place are no longer kept.', { oldestCursor: error.floor });
};

const longPoll = async ({ database, wakeups }: { database: Database; wakeups: Wakeups }, query: { stream: string; after: number; limit: number; wait: number; signal: AbortSignal }): Promise<EventPage> => {
  const wakeup = nextWakeup(wakeups, streamTopic(query.stream), query.wait, query.signal);
  try {
    const page = await readEvents(database.em(), query);
    if (page.events.length > 0 || query.wait === 0) return page;
    await wakeup.promise;
    return await readEvents(database.em(), query);
  } finally {
    wakeup.cancel();
  }
};

const wholeNumber = (field: string, text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw badUserInput(field, `"${field}" should be a whole number.`);
  return Number(text);
};
