import type { WellClassifier } from '../reading/classifier.ts';
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

const IDLE_MS = 15_000;

/** The real one. Networks are loaded when a reading asks for them, and let go when none has for a while: loading again takes about 0.1 s. */
export const createPlateReader = (modelFolder: string, idleMs = IDLE_MS): PlateReader => {
  const library = () => import('../reading/index.ts');
  const loaded = new Map<string, Promise<WellClassifier>>();
  let busy = 0;
  let timer: NodeJS.Timeout | undefined;
  const classifierOf = (version: string): Promise<WellClassifier> => {
    const known = loaded.get(version) ?? library().then(({ loadClassifier }) => loadClassifier(modelFolder, version));
    loaded.set(version, known);
    known.catch(() => loaded.delete(version));
    return known;
  };
  const close = async () => {
    clearTimeout(timer);
    const classifiers = await Promise.all(loaded.values());
    loaded.clear();
    for (const classifier of classifiers) await classifier.close();
  };
  return {
    read: async (photo, { modelVersion, ...options }) => {
      clearTimeout(timer);
      busy += 1;
      try {
        const classifier = await classifierOf(modelVersion);
        const reading = await (await library()).readPlate(photo, { classifier, ...options });
        return { reading, model: { ...fileOf(classifier.model), classes: classifier.model.classes as ModelRef['classes'] }, finder: fileOf(classifier.finder) };
      } finally {
        busy -= 1;
        if (busy === 0) timer = setTimeout(close, idleMs).unref();
      }
    },
    draw: async (photo, reading) => (await library()).drawAnnotation(photo, reading),
    close,
  };
};

const fileOf = ({ name, version, sha256, validated }: ModelFile): ModelFile => ({ name, version, sha256, validated });
