import type { Resolvers } from '../generated/resolver-types.ts';
import { replayRun } from './replay-run.ts';

export const replayResolvers: Resolvers = {
  Query: { replayRun: (_, { id }, context) => replayRun(context.deps, context, id) },
};
