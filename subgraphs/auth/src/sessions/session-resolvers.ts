import type { AuthContext } from '../context.ts';
import type { AuthDeps } from '../deps.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import { register } from '../users/register.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import { refresh } from './refresh.ts';
import { payloadOf } from './session.ts';

export const sessionResolvers = (deps: AuthDeps): Resolvers<AuthContext> => ({
  Mutation: {
    register: async (_, { input }, { identity }) => payloadOf(deps, await register(deps, identity, input)),
    login: async (_, args, { identity }) => payloadOf(deps, await logIn(deps, identity, args)),
    refreshToken: async (_, args, { identity }) => payloadOf(deps, await refresh(deps, identity, args.refreshToken)),
    logout: async (_, args, { identity }) => {
      await logOut(deps, identity, args.refreshToken);
      return true;
    },
  },
});
