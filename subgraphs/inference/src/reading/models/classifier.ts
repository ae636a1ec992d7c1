import * as ort from 'onnxruntime-node';
import type { HeatMap } from '../locate/heat-map-rules.ts';
import { findModel, readModel } from './model-files.ts';
import type { ModelCard } from './model-files.ts';
import { likeliest } from './prediction.ts';
import type { Prediction } from './prediction.ts';
import { resizePhoto } from '../photo.ts';
import type { Photo } from '../photo.ts';
import type { WellClass } from '../plate-types.ts';

/** Side of a well's crop in pixels. */
export const CROP_SIZE = 48;

/** The two networks of a reading, checked against their cards and ready to run; one thread each, so answers repeat bit by bit. */
export interface WellClassifier {
  model: ModelCard;
  finder: ModelCard;
  /** Probabilities of `model.classes` for each crop, from n crops of 48x48 RGB bytes laid end to end. */
  classify: (crops: Uint8Array) => Promise<Prediction[]>;
  /** Where the photo, brought to `longSide` pixels, has centres of wells. */
  locate: (photo: Photo, longSide: number) => Promise<HeatMap>;
  close: () => Promise<void>;
}

/**
 * Loads the well classifier and the plate finder of these versions (the newest where none is given) from a model folder.
 * Throws ReadingError MODEL_NOT_FOUND where a file is missing or is not what its card says.
 */
export const loadClassifier = async (modelFolder: string, version?: string, finderVersion?: string): Promise<WellClassifier> => {
  const model = await findModel(modelFolder, 'WELL_CLASSIFIER', version);
  const finder = await findModel(modelFolder, 'PLATE_FINDER', finderVersion);
  const [wells, plates] = [await open(modelFolder, model), await open(modelFolder, finder)];
  return {
    model,
    finder,
    classify: (crops) => classify(wells, model.classes as WellClass[], crops),
    locate: (photo, longSide) => locate(plates, photo, longSide),
    close: async () => void (await Promise.all([wells.release(), plates.release()])),
  };
};

const open = async (folder: string, card: ModelCard): Promise<ort.InferenceSession> =>
  ort.InferenceSession.create(await readModel(folder, card), {
    intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3,
  });

const classify = async (session: ort.InferenceSession, classes: WellClass[], crops: Uint8Array): Promise<Prediction[]> => {
  const n = crops.length / (CROP_SIZE * CROP_SIZE * 3);
  const out = await session.run({ wells: new ort.Tensor('uint8', crops, [n, CROP_SIZE, CROP_SIZE, 3]) });
  const p = out.probabilities.data as Float32Array;
  return Array.from({ length: n }, (_, i) => likeliest(Object.fromEntries(classes.map((name, k) => [name, p[i * classes.length + k]])) as Prediction['probabilities']));
};

/** The network halves the picture four times, so its sides are brought to multiples of 16. */
const locate = async (session: ort.InferenceSession, photo: Photo, longSide: number): Promise<HeatMap> => {
  const k = longSide / Math.max(photo.width, photo.height);
  const [w, h] = [photo.width, photo.height].map((v) => Math.max(2, Math.round((v * k) / 16)) * 16);
  const small = await resizePhoto(photo, w, h);
  const out = await session.run({ photo: new ort.Tensor('uint8', small.data, [1, h, w, 3]) });
  return { data: out.centres.data as Float32Array, width: w / 2, height: h / 2, scaleX: (2 * photo.width) / w, scaleY: (2 * photo.height) / h, left: 0, top: 0 };
};
