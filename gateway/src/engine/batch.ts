import { combineFetches, type CombinedRequest, type Fetch, type FetchOptions, type FetchRequest } from './fetch.ts';
import type { Json } from './json-rules.ts';
import type { Variables } from './selection-rules.ts';

/** An error as a subgraph tells it. */
export interface SubgraphError { message?: string; path?: readonly (string | number)[]; extensions?: Record<string, unknown> }

/** A subgraph's answer. What could not be asked at all is an answer with errors alone. */
export interface SubgraphResult { data?: Json | null; errors?: readonly SubgraphError[] }

export type Send = (service: string, request: FetchRequest) => Promise<SubgraphResult>;

interface Waiting { fetch: Fetch; representations: readonly string[]; resolve(result: SubgraphResult): void; reject(reason: unknown): void }

/** Entity fetches that are due at the same moment, one call for each subgraph. Combined requests are made once for an operation. */
export type Batches = (variables: Variables, send: Send) => (fetch: Fetch, representations: readonly string[]) => Promise<SubgraphResult>;

export const createBatches = (options: Pick<FetchOptions, 'outerName'>): Batches => {
  const combined = new Map<Fetch, { with: readonly Fetch[]; request: CombinedRequest }[]>();
  const requestOf = (fetches: readonly Fetch[]): CombinedRequest => {
    const candidates = combined.get(fetches[0]) ?? [];
    const known = candidates.find((candidate) => candidate.with.length === fetches.length && candidate.with.every((fetch, index) => fetch === fetches[index]));
    if (known) return known.request;
    const request = combineFetches(fetches, options);
    combined.set(fetches[0], [...candidates, { with: fetches, request }]);
    return request;
  };
  return (variables, send) => {
    let waiting: Waiting[] = [];
    const flush = (): void => {
      const due = waiting;
      waiting = [];
      for (const group of Map.groupBy(due, ({ fetch }) => fetch.service).values()) {
        const together = group.filter(({ fetch }) => fetch.entities);
        const apart = together.length > 1 ? group.filter(({ fetch }) => !fetch.entities) : group;
        for (const one of apart) sendAlone(one, variables, send);
        if (together.length > 1) void sendTogether(together, requestOf(together.map(({ fetch }) => fetch)), variables, send);
      }
    };
    return (fetch, representations) => new Promise((resolve, reject) => {
      // After everything that can run now has run, and so has asked for what it needs.
      if (waiting.push({ fetch, representations, resolve, reject }) === 1) process.nextTick(flush);
    });
  };
};

const sendAlone = ({ fetch, representations, resolve, reject }: Waiting, variables: Variables, send: Send): void => {
  send(fetch.service, fetch.request(variables, representations)).then(resolve, reject);
};

const sendTogether = async (group: readonly Waiting[], request: CombinedRequest, variables: Variables, send: Send): Promise<void> => {
  try {
    const { data, errors } = await send(group[0].fetch.service, request(variables, group.map(({ representations }) => representations)));
    // One list that failed as a whole takes the others' data with it. They are reads: ask again, each for itself.
    if (!data && errors?.some(({ path }) => path)) group.forEach((one) => sendAlone(one, variables, send));
    else group.forEach((one, index) => one.resolve({ data: data && { _entities: data[`e${index}`] }, errors: errorsFor(index, errors) }));
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
};

/** Those of one list; what concerns the whole call is told once, by the first. */
const errorsFor = (index: number, errors: readonly SubgraphError[] = []): SubgraphError[] => errors.flatMap((error) => {
  const [alias, ...rest] = error.path ?? [];
  if (alias === undefined || !/^e\d+$/.test(String(alias))) return index === 0 ? error : [];
  return alias === `e${index}` ? { ...error, path: ['_entities', ...rest] } : [];
});
