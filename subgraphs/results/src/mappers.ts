import type { StoredEvent } from '@microplate/platform/events';
import type { PlateRecord } from './plates/plate-store.ts';

/** What resolvers of a type are given. */
export type PlateParent = PlateRecord;
export type SampleParent = { id: string; sampleNo: string };
export type ResultEventParent = StoredEvent;
