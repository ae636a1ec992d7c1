import type { Database, EntityManager } from '@microplate/platform/database';
import { nextWakeup, type Wakeups } from '@microplate/platform/events';
import type { Logger } from '@microplate/platform/logging';
import { failureOf, waitAfter, type DeliveryFailure, type RetryPlan } from './delivery-rules.ts';
import { markDelivered, markFailed, markRetry, msUntilDue, takeDue, type DueDelivery } from './delivery-store.ts';
import { dropFile } from './folder-drop.ts';
import { DELIVERY_TOPIC } from './outbox-store.ts';

/** Works the outbox off in the background, one file at a time, until disposed. Several processes may do so at once. */
export interface Delivery {
  start(): void;
  dispose(): Promise<void>;
}

export interface DeliveryOptions { database: Database; wakeups: Wakeups; folder: string; plan: RetryPlan; logger: Logger }

const POLL_MS = 5000;
const REST_MS = 1000;

export const createDelivery = (options: DeliveryOptions): Delivery => {
  const stop = new AbortController();
  let loop: Promise<void> | undefined;
  return {
    start: () => { loop ??= run(options, stop.signal); },
    dispose: async () => { stop.abort(); await loop; },
  };
};

const run = async (options: DeliveryOptions, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    // Listen before looking: what commits between the two wakes us.
    const wakeup = nextWakeup(options.wakeups, DELIVERY_TOPIC, POLL_MS, signal);
    const restMs = await deliverAllDue(options, signal).catch((error: Error) => {
      options.logger.warn({ error: error.message }, 'the outbox could not be worked off; trying again');
      return REST_MS;
    });
    const timer = setTimeout(wakeup.cancel, restMs);
    await wakeup.promise;
    clearTimeout(timer);
  }
};

/** @returns milliseconds until there may be more to do. What is due but not to be had is in another process's hands. */
const deliverAllDue = async (options: DeliveryOptions, signal: AbortSignal): Promise<number> => {
  while (!signal.aborted && await deliverOne(options));
  const dueInMs = await msUntilDue(options.database) ?? POLL_MS;
  return dueInMs === 0 ? REST_MS : Math.min(dueInMs, POLL_MS);
};

/** One file in one transaction, which holds its row's lock for as long as the file is written. False where none is due. */
const deliverOne = (options: DeliveryOptions): Promise<boolean> => options.database.transaction(async (em) => {
  const due = await takeDue(em);
  if (!due) return false;
  const failure = await dropFile(options.folder, due).then(() => null, failureOf);
  await (failure ? afterFailure(options, em, due, failure) : markDelivered(em, due.fileId));
  if (!failure) options.logger.info({ fileId: due.fileId, fileName: due.fileName }, 'interface file delivered');
  return true;
});

const afterFailure = async ({ plan, logger }: DeliveryOptions, em: EntityManager, due: DueDelivery, failure: DeliveryFailure): Promise<void> => {
  const attempt = due.attempts + 1;
  const waitMs = waitAfter(plan, attempt, failure);
  await (waitMs === null ? markFailed(em, due.fileId, failure) : markRetry(em, due.fileId, failure, waitMs));
  const told = { fileId: due.fileId, fileName: due.fileName, attempt, ...failure };
  if (waitMs === null) logger.error(told, 'interface file not delivered; given up');
  else logger.warn({ ...told, waitMs }, 'interface file not delivered; trying again');
};
