import type { EntityManager } from '@microplate/platform/database';
import type { Identity } from '@microplate/platform/identity';

export type AuditAction = 'account.registered' | 'admin.created' | 'development.seeded' | 'login' | 'login.failed'
  | 'session.ended' | 'session.reused' | 'keys.rotated';

/** Who acts, from where, in which request. */
export type Actor = Pick<Identity, 'labId' | 'requestId' | 'clientAddress'>;

/** Appends in the transaction of the act. `details` never holds a secret, nor what was typed into a form that failed. */
export const audit = async (em: EntityManager, actor: Actor, action: AuditAction, userId: string | null, details: Record<string, unknown> = {}): Promise<void> => {
  await em.execute(
    'insert into audit_entry (lab_id, action, user_id, request_id, address, details) values (?, ?, ?, ?, ?, ?::jsonb)',
    [actor.labId, action, userId, actor.requestId, actor.clientAddress, JSON.stringify(details)]);
};
