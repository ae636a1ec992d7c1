import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import { CursorExpired, boundsOf, followEvents, type StoredEvent, type Wakeups } from '@microplate/platform/events';
import type { ResultChanged } from '@microplate/schema/events';
import type { ResultsContext } from '../context.ts';
import type { ResultEventKind, Resolvers } from '../generated/resolver-types.ts';
import { requireSampleNo, uuidOf } from '../identifiers.ts';
import { closable } from './closable.ts';
import { cursorExpired, labStream, plateSubject, resultCursor, sampleSubject, seqOfCursor } from './result-event-rules.ts';

interface Deps { database: Database; wakeups: Wakeups; closing: AbortSignal }

const changed = (event: StoredEvent) => event.payload as unknown as ResultChanged;

export const createResultEventResolvers = (deps: Deps): Pick<Resolvers, 'Subscription' | 'ResultEvent'> => ({
  Subscription: {
    sampleEvents: {
      subscribe: async (_, { sampleNo, after }, context) => listen(deps, context, after, sampleSubject(requireSampleNo(sampleNo))),
      resolve: (event: StoredEvent) => event,
    },
    plateEvents: {
      subscribe: async (_, { plateId, after }, context) => {
        const id = uuidOf(plateId);
        if (!id) throw notFound('plate', plateId);
        return listen(deps, context, after, plateSubject(id));
      },
      resolve: (event: StoredEvent) => event,
    },
    resultEvents: {
      subscribe: async (_, { after }, context) => listen(deps, context, after),
      resolve: (event: StoredEvent) => event,
    },
  },
  ResultEvent: {
    cursor: ({ labId, seq }) => resultCursor(labId, seq),
    kind: ({ kind }) => kind as ResultEventKind,
    plate: (event, _, { loaders }) => loaders.plate.load(changed(event).plateId),
    run: (event) => {
      const { runId } = changed(event);
      return runId === null ? null : { id: runId };
    },
    sample: (event, _, { loaders }) => loaders.sampleByNo.load(changed(event).sampleNo),
  },
});

/** The position is fixed before the client is told that it listens, so nothing between is missed. */
const listen = async ({ database, wakeups, closing }: Deps, context: ResultsContext, after: string | null | undefined, subject?: string): Promise<AsyncGenerator<StoredEvent>> => {
  const { labId } = context.identity;
  const stream = labStream(labId);
  const { head, floor } = await boundsOf(database.em(), stream);
  const position = after == null ? head : seqOfCursor(labId, after, head);
  if (position < floor) throw cursorExpired(labId, floor);
  return closable(async function* (signal) {
    try {
      for await (const event of followEvents({ database, wakeups, stream, after: position, subject, signal })) {
        context.renewLoaders();
        yield event;
      }
    } catch (error) {
      throw error instanceof CursorExpired ? cursorExpired(labId, error.floor) : error;
    }
  }, closing);
};
