import type { InferenceContext } from '../context.ts';
import type { Resolvers } from '../generated/resolver-types.ts';
import type { ModelCard } from '../reading/models/model-files.ts';
import { metricsOf, parametersOf, trainedOnOf } from './metric-rules.ts';

/** The card of a model as it was recorded, where its file is still here. */
const cardOf = async ({ sha256 }: { sha256: string }, context: InferenceContext): Promise<ModelCard | null> =>
  (await context.modelCards()).find((card) => card.sha256 === sha256) ?? null;

export const modelResolvers: Resolvers = {
  Query: { models: (_, __, { deps }) => deps.models.list() },
  Model: {
    isDefault: async ({ sha256 }, _, context) => (await context.modelCards())[0]?.sha256 === sha256,
    metrics: async (model, _, context) => {
      const card = await cardOf(model, context);
      return card ? metricsOf(card) : [];
    },
    trainedOn: async (model, _, context) => trainedOnOf(await cardOf(model, context) ?? {}),
    parameters: async (model, _, context) => parametersOf(await cardOf(model, context) ?? {}),
  },
};
