import { CodedError } from '@microplate/platform/errors';
import { listModels } from '../reading/models/model-files.ts';
import type { ModelRef } from '../runs/run-types.ts';

export interface ModelRegistry {
  /** Well classifiers; the default one first. */
  list(): Promise<ModelRef[]>;
  /** The model of that version, or the default one. @throws CodedError MODEL_NOT_FOUND */
  require(version: string | null): Promise<ModelRef>;
}

/** The models of a folder, read anew each time: a handful of small cards. */
export const createModelRegistry = (folder: string): ModelRegistry => {
  const list = async (): Promise<ModelRef[]> => (await listModels(folder))
    .filter((card) => card.kind === 'WELL_CLASSIFIER')
    .map(({ name, version, sha256, validated, classes }) => ({ name, version, sha256, validated, classes: classes as ModelRef['classes'] }));
  return {
    list,
    require: async (version) => {
      const models = await list();
      const model = models.find((one) => version === null || one.version === version);
      if (model) return model;
      const known = models.map((one) => one.version).join(', ') || 'none';
      throw new CodedError('MODEL_NOT_FOUND', version === null
        ? 'There is no model to read with. Put one into the model folder.'
        : `There is no model of version "${version.slice(0, 80)}"; known: ${known}.`, { field: 'modelVersion' });
    },
  };
};
