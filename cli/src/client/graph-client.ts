import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

interface GraphProblem { message: string; path?: (string | number)[]; extensions?: { code?: string } }

/** An answer with errors; `code` is the first one's. */
export class GraphError extends Error {
  override name = 'GraphError';
  readonly code: string;
  readonly problems: GraphProblem[];

  constructor(problems: GraphProblem[]) {
    super(problems.map(({ message, extensions }) => `${extensions?.code ?? 'ERROR'}: ${message}`).join('\n'));
    this.code = problems[0]?.extensions?.code ?? 'ERROR';
    this.problems = problems;
  }
}

/** Nothing answers at the gateway's address. */
export class NotRunning extends Error {
  override name = 'NotRunning';

  constructor(url: string) {
    super(`Nothing answers at ${url}. Start Microplate with "npm start" in another terminal, or name a running gateway with --url.`);
  }
}

export interface GraphClient {
  query<Data = any>(text: string, variables?: Record<string, unknown>): Promise<Data>;
  upload<Data = any>(text: string, file: string): Promise<Data>;
  subscribe<Data = any>(text: string, variables?: Record<string, unknown>): AsyncIterable<Data>;
  close(): Promise<void>;
}

/** A client of the gateway at `url` (without path), signed in with an access token. A lost subscription is asked for again `retries` times, as it was asked for first. */
export const createGraphClient = (url: string, accessToken?: string, { retries = 5 }: { retries?: number } = {}): GraphClient => {
  const endpoint = new URL('/graphql', url).href;
  const authorization: Record<string, string> = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
  const socket = createClient({
    url: endpoint.replace(/^http/, 'ws'), webSocketImpl: WebSocket, lazy: true, retryAttempts: retries, connectionParams: authorization,
  });
  const send = async (init: RequestInit) => {
    const response = await fetch(endpoint, { method: 'POST', ...init }).catch(() => { throw new NotRunning(url); });
    return dataOf(await response.json() as Result);
  };
  return {
    query: (query, variables = {}) => send({ headers: { ...authorization, 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify({ query, variables }) }),
    upload: async (query, file) => {
      const form = new FormData();
      form.set('operations', JSON.stringify({ query, variables: { file: null } }));
      form.set('map', JSON.stringify({ 0: ['variables.file'] }));
      form.set('0', await openAsBlob(file), path.basename(file));
      return send({ headers: { ...authorization, 'apollo-require-preflight': 'true' }, body: form });
    },
    subscribe: (query, variables = {}) => results(socket.iterate({ query, variables }) as AsyncIterable<Result>) as AsyncIterable<never>,
    close: async () => { await socket.dispose(); },
  };
};

interface Result { data?: any; errors?: readonly GraphProblem[] }

const dataOf = ({ data, errors }: Result) => {
  if (errors?.length) throw new GraphError([...errors]);
  return data;
};

/** graphql-ws throws the bare list of errors when the whole operation is refused. */
async function* results(source: AsyncIterable<Result>): AsyncGenerator {
  try {
    for await (const result of source) yield dataOf(result);
  } catch (error) {
    throw Array.isArray(error) ? new GraphError(error) : error;
  }
}
