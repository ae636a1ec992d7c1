export {
  CursorExpired, EVENT_CURSOR_SQL, EVENT_LOG_SQL, appendEvent, boundsOf, pruneEvents, readEvents, streamTopic, type EventPage, type NewEvent, type StoredEvent,
} from './event-log.ts';
export { addEventRoute } from './event-route.ts';
export { createConsumer, type Consumer, type ConsumerOptions } from './consumer.ts';
export { followEvents, type FollowOptions } from './follow.ts';
export { createPostgresWakeups, nextWakeup, type Wakeups } from './wakeups.ts';
export { createWakeups } from './create-wakeups.ts';
export { createPruner, type Pruner } from './pruner.ts';
