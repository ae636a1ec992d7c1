import type { Calibration, Reading, ReadingStep } from '../reading/plate-types.ts';
import type { ModelFile, ModelRef, PictureRef } from '../runs/run-types.ts';

export interface ReadRequest {
  modelVersion: string; threshold: number; calibration?: Calibration;
  onStep: (step: ReadingStep, percent: number) => Promise<void>;
  signal: AbortSignal;
}

export interface ReadResult { reading: Reading; model: ModelRef; finder: ModelFile | null }

export type Picture = Pick<PictureRef, 'width' | 'height' | 'mimeType'> & { data: Buffer };

/** What a worker needs of the reading library. */
export interface PlateReader {
  /** @throws ReadingError for a photo that can't be read. */
  read(photo: Buffer, request: ReadRequest): Promise<ReadResult>;
  draw(photo: Buffer, reading: Reading): Promise<Picture>;
  close(): Promise<void>;
}

/** The real one. The networks are loaded at the first reading and kept until another version is asked for. */
export const createPlateReader = (modelFolder: string): PlateReader => {
  const library = () => import('../reading/index.ts');
  let loaded: { version: string; classifier: ReturnType<Awaited<ReturnType<typeof library>>['loadClassifier']> } | undefined;
  const close = async () => { await (await loaded?.classifier)?.close(); loaded = undefined; };
  const classifierOf = async (version: string) => {
    if (loaded?.version !== version) {
      await close();
      loaded = { version, classifier: (await library()).loadClassifier(modelFolder, version) };
    }
    return loaded!.classifier.catch((error: unknown) => { loaded = undefined; throw error; });
  };
  return {
    read: async (photo, { modelVersion, ...options }) => {
      const classifier = await classifierOf(modelVersion);
      const reading = await (await library()).readPlate(photo, { classifier, ...options });
      return { reading, model: { ...fileOf(classifier.model), classes: classifier.model.classes as ModelRef['classes'] }, finder: fileOf(classifier.finder) };
    },
    draw: async (photo, reading) => (await library()).drawAnnotation(photo, reading),
    close,
  };
};

const fileOf = ({ name, version, sha256, validated }: ModelFile): ModelFile => ({ name, version, sha256, validated });
