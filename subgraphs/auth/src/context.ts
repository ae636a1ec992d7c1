import DataLoader from 'dataloader';
import type { RequestContext } from '@microplate/platform/subgraph';
import type { AuthDeps } from './deps.ts';
import { isUuid } from '@microplate/platform/ids';
import { findUsers, type UserRow } from './users/user-store.ts';

export interface AuthContext extends RequestContext {
  /** People of the caller's own lab by id, in one statement a round; null for an id that is not one of them. */
  users: DataLoader<string, UserRow | null>;
}

export const createAuthContext = (deps: Pick<AuthDeps, 'database'>, base: RequestContext): AuthContext => ({
  ...base,
  users: new DataLoader(async (ids) => {
    const found = await findUsers(deps.database.em(), base.identity.labId, ids.filter(isUuid));
    const byId = new Map(found.map((user) => [user.id, user]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  }),
});
