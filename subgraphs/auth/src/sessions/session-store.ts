import type { EntityManager } from '@microplate/platform/database';
import type { TokenState } from './session-rules.ts';

export interface Family { labId: string; id: string; userId: string }

const at = (ms: number) => new Date(ms).toISOString();

export const insertFamily = async (em: EntityManager, family: Family & { address: string | null }, now: number, expiresAt: number): Promise<void> => {
  await em.execute('insert into refresh_family (lab_id, id, user_id, address, created_at, last_used_at, expires_at) values (?, ?, ?, ?, ?, ?, ?)',
    [family.labId, family.id, family.userId, family.address, at(now), at(now), at(expiresAt)]);
};

export const insertToken = async (em: EntityManager, family: Family, hash: string, now: number, expiresAt: number): Promise<void> => {
  await em.execute('insert into refresh_token (token_hash, lab_id, family_id, issued_at, expires_at) values (?, ?, ?, ?, ?)',
    [hash, family.labId, family.id, at(now), at(expiresAt)]);
};

/** The family of a token, locked until the transaction ends: everything that happens to one session happens in turn. */
export const lockFamilyOf = async (em: EntityManager, hash: string): Promise<Family | null> => {
  const rows = await em.execute<Family[]>(
    `select f.lab_id as "labId", f.id, f.user_id as "userId" from refresh_token t
     join refresh_family f on f.lab_id = t.lab_id and f.id = t.family_id where t.token_hash = ? for update of f`, [hash]);
  return rows[0] ?? null;
};

/** Read after the lock, in a statement of its own: one that waited for the lock would still see the token as it was before. */
export const readToken = async (em: EntityManager, hash: string): Promise<TokenState> => {
  const [row] = await em.execute<{ used_at: string | null; expires_at: string; revoked_for: TokenState['revokedFor'] }[]>(
    `select t.used_at, t.expires_at, f.revoked_for from refresh_token t
     join refresh_family f on f.lab_id = t.lab_id and f.id = t.family_id where t.token_hash = ?`, [hash]);
  return { usedAt: row.used_at ? new Date(row.used_at).getTime() : null, expiresAt: new Date(row.expires_at).getTime(), revokedFor: row.revoked_for };
};

export const spendToken = async (em: EntityManager, family: Family, hash: string, now: number, familyExpiresAt: number): Promise<void> => {
  await em.execute('update refresh_token set used_at = ? where token_hash = ?', [at(now), hash]);
  await em.execute('update refresh_family set last_used_at = ?, expires_at = ? where lab_id = ? and id = ?', [at(now), at(familyExpiresAt), family.labId, family.id]);
};

/** False where the session had ended already. */
export const revokeFamily = async (em: EntityManager, family: Family, reason: 'LOGOUT' | 'REUSE', now: number): Promise<boolean> => {
  const rows = await em.execute('update refresh_family set revoked_at = ?, revoked_for = ? where lab_id = ? and id = ? and revoked_at is null returning id',
    [at(now), reason, family.labId, family.id]);
  return rows.length > 0;
};

/** Sessions whose last token expired before `before`, tokens and all. */
export const deleteExpiredFamilies = async (em: EntityManager, before: number): Promise<void> => {
  await em.execute('delete from refresh_family where expires_at < ?', [at(before)]);
};
