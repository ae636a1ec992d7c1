import { badUserInput, forbidden, unauthenticated } from '@microplate/platform/errors';
import { hasScopes } from '@microplate/platform/identity';
import { connectionOf, decodeCursor, encodeCursor, pageSize } from '@microplate/platform/paging';
import type { AuthContext } from '../context.ts';
import type { AuthDeps } from '../deps.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import type { UserParent } from '../mappers.ts';
import { displayNameOf } from './user-rules.ts';
import { listUsers } from './user-store.ts';

const MANAGE = [['users:manage']] as const;

/** @throws CodedError FORBIDDEN unless it is oneself or the caller manages users. */
const checkMaySee = (field: string, user: UserParent, { identity }: AuthContext): void => {
  if (user.self || user.id === identity.userId || hasScopes(identity, MANAGE)) return;
  throw forbidden(`see the ${field} of another person`, MANAGE);
};

const guarded = <Field extends 'email' | 'roles' | 'permissions'>(field: Field) => (user: UserParent, _: unknown, context: AuthContext): UserParent[Field] => {
  checkMaySee(field, user, context);
  return user[field];
};

const afterOf = (after: string | null | undefined): string => {
  if (!after) return '';
  const [username] = decodeCursor('users', after);
  if (typeof username !== 'string' || !/^\w{3,30}$/.test(username)) throw badUserInput('after', '"after" is not a cursor of this list.');
  return username;
};

export const userResolvers = (deps: Pick<AuthDeps, 'database'>): Resolvers<AuthContext> => ({
  Query: {
    me: (_, __, { identity, users }) => users.load(identity.userId!),
    users: async (_, { first, after }, { identity }) => {
      const page = { first: pageSize(first), after };
      const rows = await listUsers(deps.database.em(), identity.labId, afterOf(after), page.first + 1);
      return connectionOf(rows, page, (user) => encodeCursor('users', [user.usernameKey]), (user) => user);
    },
  },
  User: {
    __resolveReference: ({ id }, { identity, users }) => {
      if (!identity.userId) throw unauthenticated();
      return users.load(id);
    },
    displayName: (user) => displayNameOf(user),
    email: guarded('email'),
    roles: guarded('roles'),
    permissions: guarded('permissions'),
  },
});
