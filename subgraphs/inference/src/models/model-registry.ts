import { CodedError } from '@microplate/platform/errors';
import { listModels, type ModelCard } from '../reading/models/model-files.ts';
import type { ModelFile, ModelRef } from '../runs/run-types.ts';

export interface ModelRegistry {
  /** Well classifiers; the default one first. */
  list(): Promise<ModelRef[]>;
  /** Cards of the well classifiers; the default one's first. */
  cards(): Promise<ModelCard[]>;
  /** The model of that version, or the default one. @throws CodedError MODEL_NOT_FOUND */
  require(version: string | null): Promise<ModelRef>;
  /** @throws CodedError MODEL_NOT_FOUND unless the model that was recorded is here, and is the same file. */
  requireRecorded(kind: ModelCard['kind'], recorded: Pick<ModelFile, 'name' | 'version' | 'sha256'>): Promise<void>;
}

/** The models of a folder, read anew each time: a handful of small cards. */
export const createModelRegistry = (folder: string): ModelRegistry => {
  const cardsOf = async (kind: ModelCard['kind']): Promise<ModelCard[]> => (await listModels(folder)).filter((card) => card.kind === kind);
  const cards = () => cardsOf('WELL_CLASSIFIER');
  const list = async (): Promise<ModelRef[]> => (await cards()).map(refOf);
  return {
    list, cards,
    require: async (version) => {
      const models = await list();
      const model = models.find((one) => version === null || one.version === version);
      if (model) return model;
      const known = models.map((one) => one.version).join(', ') || 'none';
      throw new CodedError('MODEL_NOT_FOUND', version === null
        ? 'There is no model to read with. Put one into the model folder.'
        : `There is no model of version "${version.slice(0, 80)}"; known: ${known}.`, { field: 'modelVersion' });
    },
    requireRecorded: async (kind, { name, version, sha256 }) => {
      const here = (await cardsOf(kind)).find((card) => card.version === version);
      if (here?.sha256 === sha256) return;
      throw new CodedError('MODEL_NOT_FOUND', here
        ? `The run was read with ${name} ${version} of sha256 ${sha256.slice(0, 12)}...; the file here is another (${here.sha256.slice(0, 12)}...). Put the recorded one back to repeat it.`
        : `The run was read with ${name} ${version}, which is not here any more. Put it back into the model folder to repeat it.`, { name, version, sha256 });
    },
  };
};

const refOf = ({ name, version, sha256, validated, classes }: ModelCard): ModelRef =>
  ({ name, version, sha256, validated, classes: classes as ModelRef['classes'] });
