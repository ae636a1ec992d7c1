import type { GraphClient } from '../client/graph-client.ts';
import type { PictureRow, PictureWell } from '../terminal/plate-picture.ts';

/** How a photograph is to be read, as `ReadPlateInput` has it. */
export interface Reading { threshold?: number; device?: string; layout?: string; orientation?: string }

/** What of a command's options says how to read. */
export const howOf = ({ threshold, device, layout, orientation }: Reading): Reading => ({ threshold, device, layout, orientation });

export interface ReadRequest extends Reading {
  photo: string;
  sampleNo: string;
  submissionNo?: string;
  plateNo?: string;
  idempotencyKey?: string;
  onProgress?: (percent: number, step: string) => void;
}

export interface ReadAnswer {
  run: { id: string; confidence: number; durationMs: number; orientation: string | null; flags: { code: string }[]; model: { name: string; version: string; validated: boolean }; wells: PictureWell[] };
  plate: { id: string; rows: PictureRow[]; gmt: { value: number | null; undefinedBecause: string | null } };
}

/** A reading that ended without a result; `code` is the run's (`NO_PLATE_FOUND`, ...). */
export class ReadingFailed extends Error {
  override name = 'ReadingFailed';
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const UPLOAD = 'mutation Upload($file: Upload!) { uploadImage(file: $file) { id } }';
const READ = 'mutation Read($input: ReadPlateInput!) { readPlate(input: $input) { id } }';
const FOLLOW = 'subscription Follow($runId: ID!) { runProgress(runId: $runId) { status progress step failure { code message } } }';
const ANSWER = `query Answer($runId: ID!) {
  run(id: $runId) {
    id confidence durationMs orientation flags { code }
    model { name version validated }
    wells { row column class }
    plate { id rows { row endPoint flags titre { text } } gmt { value undefinedBecause } }
  }
}`;

interface Progress { status: string; progress: number; step: string | null; failure: { code: string; message: string } | null }

/** Uploads a photo, has it read, follows the reading live and returns the plate. @throws ReadingFailed, GraphError. */
export const readPhoto = async (client: GraphClient, { photo, onProgress, ...input }: ReadRequest): Promise<ReadAnswer> => {
  onProgress?.(0, 'uploading');
  const { uploadImage } = await client.upload<{ uploadImage: { id: string } }>(UPLOAD, photo);
  const { readPlate } = await client.query<{ readPlate: { id: string } }>(READ, { input: { imageId: uploadImage.id, ...input } });
  await followRun(client, readPlate.id, onProgress);
  return plateOf(client, readPlate.id);
};

const followRun = async (client: GraphClient, runId: string, onProgress: ReadRequest['onProgress']): Promise<void> => {
  for await (const { runProgress } of client.subscribe<{ runProgress: Progress }>(FOLLOW, { runId })) {
    onProgress?.(runProgress.progress, runProgress.step ?? runProgress.status.toLowerCase());
    if (runProgress.status === 'FAILED') throw new ReadingFailed(runProgress.failure?.code ?? 'INTERNAL_SERVER_ERROR', runProgress.failure?.message ?? 'The reading failed.');
    if (runProgress.status === 'CANCELLED') throw new ReadingFailed('CONFLICT', 'The reading was cancelled.');
    if (runProgress.status === 'COMPLETED') return;
  }
  throw new ReadingFailed('SERVICE_UNAVAILABLE', 'The stream ended before the reading did.');
};

const PATIENCE_MS = 10_000;

/** The results service takes a finished run over within milliseconds; until then the plate has no rows. */
const plateOf = async (client: GraphClient, runId: string): Promise<ReadAnswer> => {
  for (const deadline = Date.now() + PATIENCE_MS; ;) {
    const { run: { plate, ...run } } = await client.query(ANSWER, { runId });
    if (plate?.rows?.length) return { run, plate };
    if (Date.now() > deadline) throw new ReadingFailed('SERVICE_UNAVAILABLE', 'The plate was read, but its result has not arrived. Look again in a moment.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
