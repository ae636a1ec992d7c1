import { drawAnnotation, loadClassifier, readPlate, type WellClassifier } from '../reading/index.ts';
import type { ModelFile, ModelRef } from '../runs/run-types.ts';
import type { PlateReader } from './plate-reader.ts';

/** The reading library in this process. Networks are loaded once a version. */
export const createLibraryReader = (modelFolder: string): PlateReader => {
  const loaded = new Map<string, Promise<WellClassifier>>();
  const classifierOf = (version: string): Promise<WellClassifier> => {
    const known = loaded.get(version) ?? loadClassifier(modelFolder, version);
    loaded.set(version, known);
    known.catch(() => loaded.delete(version));
    return known;
  };
  return {
    read: async (photo, { modelVersion, ...options }) => {
      const classifier = await classifierOf(modelVersion);
      const reading = await readPlate(photo, { classifier, ...options });
      return { reading, model: { ...fileOf(classifier.model), classes: classifier.model.classes as ModelRef['classes'] }, finder: fileOf(classifier.finder) };
    },
    draw: (photo, reading) => drawAnnotation(photo, reading),
    close: async () => {
      for (const classifier of await Promise.all(loaded.values())) await classifier.close();
      loaded.clear();
    },
  };
};

const fileOf = ({ name, version, sha256, validated }: ModelFile): ModelFile => ({ name, version, sha256, validated });
