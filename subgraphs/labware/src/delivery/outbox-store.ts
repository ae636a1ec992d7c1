import type { EntityManager } from '@microplate/platform/database';
import type { Wakeups } from '@microplate/platform/events';

/** Files on their way to the destination: a row each, written in the transaction that stores the file. */
export interface Outbox {
  add(em: EntityManager, file: { id: string; labId: string }): Promise<void>;
}

/** Topic that wakes the delivery. */
export const DELIVERY_TOPIC = 'delivery';

export const createOutbox = (wakeups: Wakeups): Outbox => ({
  add: async (em, { id, labId }) => {
    await em.execute('insert into delivery (file_id, lab_id) values (?, ?)', [id, labId]);
    await wakeups.announce(em, DELIVERY_TOPIC);
  },
});
