export { askAside } from './ask-aside.ts';
export { evenly } from './evenly.ts';
export { createTestDatabase } from './test-database.ts';
export { callerOf, testIdentity, type Answer, type Caller } from './caller.ts';
export { waitFor } from './wait-for.ts';
export { hasRedis, startRedis } from './redis.ts';
export { recordingLogger } from './recording-logger.ts';
