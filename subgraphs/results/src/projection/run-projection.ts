import type { EntityManager } from '@microplate/platform/database';
import { appendEvent, type StoredEvent, type Wakeups } from '@microplate/platform/events';
import type { ResultChanged, RunCompleted, RunFailed } from '@microplate/schema/events';
import { labStream, subjectsOf } from '../result-events/result-event-rules.ts';
import { acceptRun, ensurePlate, insertRun } from './run-projection-store.ts';

/** inference's stream of ended runs. */
export const RUNS_STREAM = 'runs';

/**
 * Takes over one ended run: its rows and, in the same transaction, one event of the lab's stream. A run that ended
 * twice changes nothing. Every other end is told once: PLATE_READ for the plate's first accepted run, PLATE_REREAD for
 * a later one (an older request that finishes late is told too, but the newer one stays accepted), else RUN_FAILED.
 */
export const createRunProjection = (wakeups: Wakeups) => async (em: EntityManager, event: StoredEvent): Promise<void> => {
  if (event.kind !== 'run.completed' && event.kind !== 'run.failed') return;
  const run = event.payload as unknown as RunCompleted | RunFailed;
  const plate = await ensurePlate(em, event.labId, run);
  if (!await insertRun(em, event.labId, run)) return;
  const changed: ResultChanged = { plateId: run.plateId, runId: run.runId, sampleNo: run.sampleNo };
  const seq = await appendEvent(em, wakeups, {
    stream: labStream(event.labId), labId: event.labId, subjects: subjectsOf(changed), payload: { ...changed },
    kind: 'failure' in run ? 'RUN_FAILED' : plate.accepted ? 'PLATE_REREAD' : 'PLATE_READ',
  });
  if (!('failure' in run)) await acceptRun(em, event.labId, run, seq);
};
