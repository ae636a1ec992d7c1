import { randomUUID } from 'node:crypto';
import type { Database } from '@microplate/platform/database';
import { CodedError } from '@microplate/platform/errors';
import type { Consumer, Wakeups } from '@microplate/platform/events';
import type { Identity } from '@microplate/platform/identity';
import { plateIdOf } from '@microplate/schema/identifiers';
import { usedHints } from '../calibrations/use-calibration.ts';
import type { ModelRegistry } from '../models/model-registry.ts';
import { requirePhoto } from '../photos/known-photos.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import { JOBS_TOPIC } from '../queue/lease-store.ts';
import type { ResultsClient } from '../results/results-client.ts';
import { hashOf } from './request-rules.ts';
import { DEFAULT_LAYOUT, DEFAULT_LAYOUT_VERSION } from './run-rules.ts';
import { insertRun, runByKey, type NewRun } from './run-store.ts';
import type { ReadPlateRequest, RunRow } from './run-types.ts';

export interface AcceptDeps { database: Database; queue: JobQueue; wakeups: Wakeups; models: ModelRegistry; imageEvents: Pick<Consumer, 'catchUp'>; results: Pick<ResultsClient, 'layoutVersion'> }

/**
 * One run for one request: its row and its job in one transaction. The same idempotency key gives the same run.
 * @throws CodedError NOT_FOUND (image, calibration, device, layout), MODEL_NOT_FOUND, CONFLICT, SERVICE_UNAVAILABLE
 */
export const acceptRun = async (deps: AcceptDeps, caller: Pick<Identity, 'labId' | 'userId'>, request: ReadPlateRequest, idempotencyKey: string | null): Promise<RunRow> => {
  const [labId, requestedBy] = [caller.labId, caller.userId!];
  const inputHash = hashOf(request);
  const before = idempotencyKey === null ? null : await runByKey(deps.database.em(), labId, requestedBy, idempotencyKey);
  const accepted = before ?? await queueRun(deps, { ...await newRun(deps, labId, request), requestedBy, idempotencyKey, inputHash })
    ?? (await runByKey(deps.database.em(), labId, requestedBy, idempotencyKey!))!;
  if (accepted.input_hash === inputHash) return accepted;
  throw new CodedError('CONFLICT', 'This idempotency key was used for a reading with other input. Use a new key.', { field: 'idempotencyKey', runId: accepted.id });
};

const DEFAULT = { version: DEFAULT_LAYOUT_VERSION, direction: 'LEFT_TO_RIGHT', controls: [] } as const;

/** All that a run records before it is read. */
const newRun = async (deps: AcceptDeps, labId: string, request: ReadPlateRequest): Promise<Omit<NewRun, 'requestedBy' | 'idempotencyKey' | 'inputHash'>> => {
  const model = await deps.models.require(request.modelVersion);
  const photo = await requirePhoto(deps, labId, request.imageId);
  const plateId = plateIdOf({ labId, ...request, photoSha256: photo.sha256 });
  const hints = await usedHints(deps, labId, request);
  const layout = request.layout === null || request.layout === DEFAULT_LAYOUT ? DEFAULT : await deps.results.layoutVersion(labId, request.layout);
  return { ...request, ...hints, labId, id: randomUUID(), plateId, photoSha256: photo.sha256, model, layoutVersion: layout.version, dilution: layout.direction, controls: layout.controls.map(({ well }) => well) };
};

const queueRun = ({ database, queue, wakeups }: AcceptDeps, run: NewRun): Promise<RunRow | null> => database.transaction(async (em) => {
  const row = await insertRun(em, run);
  if (!row) return null;
  await queue.send(em, 'read', { labId: run.labId, runId: run.id }, run.priority);
  await wakeups.announce(em, JOBS_TOPIC);
  return row;
});
