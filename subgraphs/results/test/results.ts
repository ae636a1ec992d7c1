import { randomUUID } from 'node:crypto';
import { silentLogger } from '@microplate/platform/logging';
import { callerOf, createTestDatabase, testIdentity, waitFor } from '@microplate/platform/testing';
import type { QualityFlagOfRun, RunCompleted, RunFailed, WellClassName } from '@microplate/schema/events';
import { plateIdOf } from '@microplate/schema/identifiers';
import { readResultsSettings } from '../src/config.ts';
import { createResultsDeps } from '../src/deps.ts';
import { createResultsSubgraph } from '../src/subgraph.ts';
import { startProducer } from './producer.ts';

const key = (name: string) => `${name}-key-of-the-tests-32-characters-long`;

/** The subgraph over a database of its own, with a producer in inference's place. */
export const startResults = async () => {
  const producer = await startProducer(key('inference'));
  const { url } = await createTestDatabase();
  const deps = await createResultsDeps(readResultsSettings({
    DATABASE_URL_RESULTS: url, DATABASE_POOL_SIZE: '12',
    SERVICE_KEY_GATEWAY_RESULTS: key('gateway'), SERVICE_KEY_LABWARE_RESULTS: key('labware'), SERVICE_KEY_INFERENCE_RESULTS: key('reading'), SERVICE_KEY_RESULTS_INFERENCE: key('inference'),
  }), { logger: silentLogger(), fetch: { inference: producer.fetch } });
  const { subscribe } = deps.wakeups;
  const listening = new Set<object>();
  deps.wakeups.subscribe = (topic, listener) => {
    const unsubscribe = subscribe(topic, listener);
    // Unsubscribing twice is allowed, so a set and not a count.
    listening.add(unsubscribe);
    return () => { listening.delete(unsubscribe); unsubscribe(); };
  };
  const subgraph = createResultsSubgraph(deps);
  await subgraph.start();
  const gateway = callerOf(subgraph, { key: key('gateway') });
  const labware = callerOf(subgraph, { key: key('labware'), issuer: 'labware' });
  const inference = callerOf(subgraph, { key: key('reading'), issuer: 'inference' });
  return {
    subgraph, deps, producer, gateway, labware, inference,
    /** Tells of an ended run and waits until it is taken over. */
    emit: async (event: RunEvent) => {
      const seq = await producer.append(event);
      await waitFor('the run to be taken over', async () => {
        const [row] = await deps.database.em().execute<{ seq: string }[]>('select seq from event_cursor');
        return Number(row?.seq ?? 0) >= seq;
      });
    },
    /** How many wake-ups are waited for just now: one an open subscription. */
    listeners: () => listening.size,
    /** SQL statements sent so far. */
    statements: async () => Number(/^microplate_sql_statements_total\S* (\d+)/m.exec(await (await subgraph.fetch(new Request('http://results.test/metrics'))).text())![1]),
    dispose: async () => { await subgraph.dispose(); await producer.dispose(); },
  };
};

export type Results = Awaited<ReturnType<typeof startResults>>;
export type RunEvent = { labId: string; kind: string; payload: Record<string, unknown> };

export const viewer = (given: Parameters<typeof testIdentity>[0] = {}) => testIdentity({ permissions: ['results:view'], ...given });

interface Given {
  sampleNo?: string; submissionNo?: string | null; plateNo?: string | null; labId?: string; runId?: string; requestedAt?: string;
  photoSha256?: string; layoutVersion?: string; flags?: QualityFlagOfRun[];
  /** Rows of letters from A; the rest is Non-Flowing. */
  rows?: string[];
  /** How much wells speak for Flowing, where they are not as plain as their letter; such a run tells it of every well. */
  looks?: Record<string, number>;
}

const CLASSES: Record<string, WellClassName> = { F: 'FLOWING', N: 'NON_FLOWING', U: 'UNREADABLE', E: 'EMPTY' };

const PLAIN: Record<string, number> = { F: 0.98, N: 0.02, U: 0.5, E: 0.5 };

const wellsOf = (rows: string[], looks?: Record<string, number>) => [...'ABCDEFGH'].flatMap((row, index) => [...(rows[index] ?? 'NNNNNNNNNNNN')].map((letter, column) =>
  ({ name: `${row}${column + 1}`, row, column: column + 1, class: CLASSES[letter], confidence: 0.97, ...(looks ? { flowing: looks[`${row}${column + 1}`] ?? PLAIN[letter] } : {}) })));

const runEnd = ({ sampleNo = 'S1', submissionNo = 'T1', plateNo = 'P1', labId = 'default', runId = randomUUID(), requestedAt = '2026-01-01T10:00:00.000Z', photoSha256 = 'a'.repeat(64) }: Given) => ({
  runId, plateId: plateIdOf({ labId, sampleNo, submissionNo, plateNo, photoSha256 }), sampleNo, submissionNo, plateNo, imageId: randomUUID(), photoSha256,
  requestedBy: randomUUID(), requestedAt, finishedAt: new Date(Date.parse(requestedAt) + 500).toISOString(),
});

/** As inference tells of a completed run. */
export const completed = (given: Given = {}): RunEvent & { payload: RunCompleted & Record<string, unknown> } => ({
  labId: given.labId ?? 'default', kind: 'run.completed',
  payload: { ...runEnd(given), model: { name: 'wells', version: '1', sha256: 'b'.repeat(64), validated: false }, threshold: 0.5, confidence: 0.97,
    layoutVersion: given.layoutVersion ?? 'default-1', softwareVersion: '0.1.0', ...(given.flags ? { flags: given.flags } : {}), wells: wellsOf(given.rows ?? [], given.looks) },
});

/** As inference tells of a run whose last attempt failed. */
export const failed = (given: Given = {}): RunEvent & { payload: RunFailed & Record<string, unknown> } =>
  ({ labId: given.labId ?? 'default', kind: 'run.failed', payload: { ...runEnd(given), failure: { code: 'NO_PLATE_FOUND', message: 'No plate was found.' } } });

/** A row of so many Flowing wells. */
export const flowing = (count: number): string => 'F'.repeat(count) + 'N'.repeat(12 - count);
