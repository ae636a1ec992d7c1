import { hasRedis, startRedis } from '@microplate/platform/testing';
import { startStackUnderTest, type StackUnderTest } from './stack-under-test.ts';
import { liveStories } from './stories/live.ts';

const withRedis = hasRedis ? describe : describe.skip;

withRedis(`live, with Redis for the wake-ups${hasRedis ? '' : ' (skipped: no redis-server on this machine)'}`, () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let stack: StackUnderTest;
  beforeAll(async () => {
    redis = await startRedis();
    stack = await startStackUnderTest('split', { settings: { REDIS_URL: redis.url } });
  }, 90_000);
  afterAll(async () => {
    await stack?.stop();
    await redis.stop();
  }, 30_000);
  liveStories(() => stack);
});
