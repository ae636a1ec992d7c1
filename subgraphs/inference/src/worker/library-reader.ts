import { drawAnnotation, drawLocation, loadClassifier, locatePlate, readPlate, type WellClassifier } from '../reading/index.ts';
import type { ModelFile, ModelRef } from '../runs/run-types.ts';
import type { PlateReader } from './plate-reader.ts';

/** The reading library in this process. Networks are loaded once a pair of versions. */
export const createLibraryReader = (modelFolder: string): PlateReader => {
  const loaded = new Map<string, Promise<WellClassifier>>();
  const classifierOf = (version?: string, finderVersion?: string): Promise<WellClassifier> => {
    const key = JSON.stringify([version, finderVersion]);
    const known = loaded.get(key) ?? loadClassifier(modelFolder, version, finderVersion);
    loaded.set(key, known);
    known.catch(() => loaded.delete(key));
    return known;
  };
  return {
    read: async (photo, { modelVersion, finderVersion, ...options }) => {
      const classifier = await classifierOf(modelVersion, finderVersion);
      const reading = await readPlate(photo, { classifier, ...options });
      return { reading, model: { ...fileOf(classifier.model), classes: classifier.model.classes as ModelRef['classes'] }, finder: fileOf(classifier.finder) };
    },
    locate: async (photo, options) => locatePlate(photo, { classifier: await classifierOf(), ...options }),
    draw: drawAnnotation,
    drawLocation,
    close: async () => {
      for (const classifier of await Promise.all(loaded.values())) await classifier.close();
      loaded.clear();
    },
  };
};

const fileOf = ({ name, version, sha256, validated }: ModelFile): ModelFile => ({ name, version, sha256, validated });
