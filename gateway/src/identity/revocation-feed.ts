import { setTimeout as delay } from 'node:timers/promises';
import type { EventPage, StoredEvent } from '@microplate/platform/events';
import type { ServiceClient } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import type { Revocations } from './revocations.ts';

export interface RevocationFeed {
  start(): void;
  dispose(): Promise<void>;
}

/** Kinds of auth's stream `access`; its README tells when they are written. */
interface SessionRevoked { sessionId: string }
interface AccessTaken { userId: string; roles: string[]; permissions: string[] }

const STREAM = 'access';
/** A poll that a lost wake-up can't stretch beyond what a revocation may take. */
const WAIT_MS = 2000;
/** How much longer than it was asked to auth may take. */
const PATIENCE_MS = 3000;
const REST_MS = [100, 250, 500, 1000, 1000];
/** A poll that is answered empty at once is not asked again at once. */
const LEAST_MS = 100;

/**
 * Follows what auth takes back, by long poll. While auth is away, what is known goes on to hold, and the rest is caught up
 * with when it is back. It begins with all that auth still keeps, which is what tokens alive may be hit by.
 */
export const createRevocationFeed = ({ auth, revocations, logger }: { auth: ServiceClient; revocations: Revocations; logger: Logger }): RevocationFeed => {
  const stop = new AbortController();
  let running: Promise<void> | undefined;
  let after = 0;

  const take = async (): Promise<void> => {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(WAIT_MS + PATIENCE_MS)]);
    const response = await auth({ path: `/internal/events?stream=${STREAM}&after=${after}&limit=500&wait=${WAIT_MS}`, signal });
    const page = await response.json() as EventPage & { errors?: { extensions: { code: string; oldestCursor?: number } }[] };
    const oldest = page.errors?.[0].extensions.oldestCursor;
    // What auth no longer keeps was about tokens that have long expired.
    if (typeof oldest === 'number') { after = oldest; return; }
    if (!response.ok) throw new Error(`auth answered ${response.status}`);
    for (const event of page.events) { apply(revocations, event); after = event.seq; }
  };
  const run = async (): Promise<void> => {
    for (let failures = 0; !stop.signal.aborted;) {
      const began = Date.now();
      const seen = after;
      try {
        await take();
        failures = 0;
        if (after === seen && Date.now() - began < LEAST_MS) await rest(LEAST_MS, stop.signal);
      } catch (error) {
        if (stop.signal.aborted) return;
        if (failures === 0) logger.warn({ error: (error as Error).message }, 'auth does not tell what it takes back; what is known goes on to hold');
        await rest(REST_MS[Math.min(failures++, REST_MS.length - 1)], stop.signal);
      }
    }
  };
  return {
    start: () => { running ??= run(); },
    dispose: async () => { stop.abort(); await running; },
  };
};

const rest = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal }).catch(() => {});

const apply = (revocations: Revocations, { kind, payload, at }: StoredEvent): void => {
  if (kind === 'session.revoked') revocations.endSession((payload as unknown as SessionRevoked).sessionId);
  if (kind === 'access.taken') {
    const { userId, roles, permissions } = payload as unknown as AccessTaken;
    revocations.reduce(userId, { at: Date.parse(at), roles, permissions });
  }
};
