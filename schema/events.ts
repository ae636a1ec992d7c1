/** Events between subgraphs: the payloads that producers write and consumers trust. `labId` travels on the event itself. */

/** images, stream `images`, kind `image.stored`: written with the image's row. */
export interface ImageStored {
  imageId: string; sha256: string; width: number; height: number; mimeType: string; byteSize: number;
  uploadedBy: string | null; uploadedAt: string;
}

export type WellClassName = 'FLOWING' | 'NON_FLOWING' | 'EMPTY' | 'UNREADABLE';

/**
 * `predicted` is what the model saw in the well by itself, before its row and the threshold had a say; `flowing` how much its picture spoke
 * for Flowing, 0..1, a half where for neither. Runs read before these were told lack them.
 */
export interface WellOfRun { name: string; row: string; column: number; class: WellClassName; predicted?: WellClassName; flowing?: number; confidence: number }

export type QualityCodeName =
  | 'PARTIAL' | 'BLURRED' | 'GLARE' | 'OVEREXPOSED' | 'DARK' | 'TILTED' | 'LOW_RESOLUTION' | 'ORIENTATION_UNCERTAIN'
  | 'FORMAT_MISMATCH' | 'MULTIPLE_PLATES' | 'NO_PLATE';

/** What keeps a photo from being trusted as it is: what was measured, and the bound it crossed, where the code has a number. */
export interface QualityFlagOfRun { code: QualityCodeName; value: number | null; bound: number | null }

interface RunEnd {
  runId: string; plateId: string; sampleNo: string; submissionNo: string | null; plateNo: string | null;
  imageId: string; photoSha256: string; requestedBy: string; requestedAt: string; finishedAt: string;
}

/** inference, stream `runs`, kind `run.completed`: written in the transaction that completes the run. */
export interface RunCompleted extends RunEnd {
  model: { name: string; version: string; sha256: string; validated: boolean };
  threshold: number; confidence: number; layoutVersion: string; softwareVersion: string;
  /** Not there in events older than the flags. */
  flags?: QualityFlagOfRun[];
  /** Row by row, A1 first. */
  wells: WellOfRun[];
}

/** inference, stream `runs`, kind `run.failed`: the last attempt failed; `failure.code` is of the closed list. */
export interface RunFailed extends RunEnd { failure: { code: string; message: string } }

/**
 * results, stream `lab:<labId>`, kinds PLATE_READ, PLATE_REREAD, RUN_FAILED, PLATE_LAYOUT_SET: what the subscriptions send.
 * Subjects `sample:<sampleNo>` and `plate:<id>`. `runId` is null for a layout set before a run was accepted.
 */
export interface ResultChanged { plateId: string; runId: string | null; sampleNo: string }
