import { createClient } from 'redis';
import { afterCommit } from '../database/after-commit.ts';
import type { Logger } from '../logging/index.ts';
import { Topics, type Wakeups } from './wakeups.ts';

const KEPT = 1000;
const BLOCK_MS = 5000;

/**
 * Wake-ups over one Redis stream, so that every replica hears them. Only the topic travels; events stay in their table.
 * While Redis is away, listeners fall back to their polls.
 */
export const createRedisWakeups = ({ url, stream, logger }: { url: string; stream: string; logger: Logger }): Wakeups => {
  const topics = new Topics();
  const writer = createClient({ url });
  const reader = writer.duplicate();
  let disposed = false;
  for (const client of [writer, reader]) client.on('error', (error: Error) => logger.warn({ error: error.message }, 'Redis is away'));

  const follow = async (): Promise<void> => {
    let last = '$';
    while (!disposed) {
      try {
        const answer = (await reader.xRead({ key: stream, id: last }, { BLOCK: BLOCK_MS, COUNT: 500 })) as { messages: { id: string; message: { topic: string } }[] }[] | null;
        for (const { id, message } of answer?.[0]?.messages ?? []) { last = id; topics.fire(message.topic); }
      } catch {
        if (disposed) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
        topics.fireAll();
      }
    }
  };

  return {
    announce: async (em, topic) => afterCommit(em, async () => {
      topics.fire(topic);
      await writer.xAdd(stream, '*', { topic }, { TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: KEPT } })
        .catch((error: Error) => logger.warn({ error: error.message }, 'a wake-up was not sent'));
    }),
    subscribe: (topic, listener) => topics.subscribe(topic, listener),
    start: async () => { await Promise.all([writer.connect(), reader.connect()]); void follow(); },
    dispose: async () => { disposed = true; reader.destroy(); writer.destroy(); },
  };
};
