import type { EntityManager } from '@microplate/platform/database';

/** A person as the graph shows them; roles and permissions sorted. */
export interface UserRow {
  id: string; labId: string; email: string; username: string; usernameKey: string; firstName: string | null; lastName: string | null;
  roles: string[]; permissions: string[];
}

export interface Credentials { id: string; passwordHash: string }

export interface NewUser {
  labId: string; id: string; email: string; emailKey: string; username: string; usernameKey: string; passwordHash: string;
  firstName: string | null; lastName: string | null;
}

const USER = `select u.id, u.lab_id as "labId", u.email, u.username, u.username_key as "usernameKey", u.first_name as "firstName", u.last_name as "lastName",
  (select coalesce(json_agg(r.role order by r.role), '[]') from user_role r where r.lab_id = u.lab_id and r.user_id = u.id) as roles,
  (select coalesce(json_agg(distinct p.permission order by p.permission), '[]') from user_role r join role_permission p using (lab_id, role)
    where r.lab_id = u.lab_id and r.user_id = u.id) as permissions
  from app_user u`;

/** The lab's people of these ids, in any order; ids of other labs are simply not found. */
export const findUsers = (em: EntityManager, labId: string, ids: readonly string[]): Promise<UserRow[]> =>
  em.execute<UserRow[]>(`${USER} where u.lab_id = ? and u.id in (select x::uuid from jsonb_array_elements_text(?::jsonb) x)`, [labId, JSON.stringify(ids)]);

/** People of the lab by username, after `after` (a username in its compared form). */
export const listUsers = (em: EntityManager, labId: string, after: string, limit: number): Promise<UserRow[]> =>
  em.execute<UserRow[]>(`${USER} where u.lab_id = ? and u.username_key > ? order by u.username_key limit ?`, [labId, after, limit]);

export const findCredentials = async (em: EntityManager, labId: string, login: { column: 'email_key' | 'username_key'; key: string }): Promise<Credentials | null> => {
  const rows = await em.execute<Credentials[]>(
    `select id, password_hash as "passwordHash" from app_user where lab_id = ? and ${login.column} = ?`, [labId, login.key]);
  return rows[0] ?? null;
};

export const setPasswordHash = async (em: EntityManager, labId: string, userId: string, passwordHash: string): Promise<void> => {
  await em.execute('update app_user set password_hash = ? where lab_id = ? and id = ?', [passwordHash, labId, userId]);
};

/** False where the e-mail address or the username is taken, also by someone who registers at this very moment. */
export const insertUser = async (em: EntityManager, user: NewUser): Promise<boolean> => {
  const rows = await em.execute(
    `insert into app_user (lab_id, id, email, email_key, username, username_key, password_hash, first_name, last_name)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
    [user.labId, user.id, user.email, user.emailKey, user.username, user.usernameKey, user.passwordHash, user.firstName, user.lastName]);
  return rows.length > 0;
};

export const grantRole = async (em: EntityManager, labId: string, userId: string, role: string): Promise<void> => {
  await em.execute('insert into user_role (lab_id, user_id, role) values (?, ?, ?)', [labId, userId, role]);
};

/** Which of these e-mail addresses (in compared form) have an account. */
export const takenEmails = async (em: EntityManager, labId: string, emailKeys: readonly string[]): Promise<string[]> => {
  const rows = await em.execute<{ email_key: string }[]>(
    'select email_key from app_user where lab_id = ? and email_key in (select jsonb_array_elements_text(?::jsonb))', [labId, JSON.stringify(emailKeys)]);
  return rows.map((row) => row.email_key);
};
