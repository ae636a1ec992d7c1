import type { StoredEvent } from '@microplate/platform/events';
import type { StoredLayout } from './layouts/layout-store.ts';
import type { PlateRecord } from './plates/plate-store.ts';

/** What resolvers of a type are given. */
export type PlateParent = PlateRecord;
export type SampleParent = { id: string; sampleNo: string };
export type LayoutParent = StoredLayout;
export type ResultEventParent = StoredEvent;
