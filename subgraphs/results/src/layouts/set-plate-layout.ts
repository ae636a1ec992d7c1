import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import { appendEvent, type Wakeups } from '@microplate/platform/events';
import type { ResultChanged } from '@microplate/schema/events';
import type { PlateRecord } from '../plates/plate-store.ts';
import { labStream, subjectsOf } from '../result-events/result-event-rules.ts';
import { findLayout, writePlateLayout } from './layout-store.ts';

/** Gives the plate a layout of its own, or with null its runs' again; tells it in the same transaction. @throws CodedError NOT_FOUND for the layout. */
export const setPlateLayout = ({ database, wakeups }: { database: Database; wakeups: Wakeups }, labId: string, plate: PlateRecord, layoutId: string | null): Promise<void> =>
  database.transaction(async (em) => {
    if (layoutId !== null && !await findLayout(em, labId, layoutId)) throw notFound('layout', layoutId);
    if (!await writePlateLayout(em, labId, plate.id, layoutId)) return;
    const changed: ResultChanged = { plateId: plate.id, runId: plate.accepted?.id ?? null, sampleNo: plate.sampleNo };
    await appendEvent(em, wakeups, { stream: labStream(labId), labId, kind: 'PLATE_LAYOUT_SET', subjects: subjectsOf(changed), payload: { ...changed } });
  });
