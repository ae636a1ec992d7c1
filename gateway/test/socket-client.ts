import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { serve, type Listening } from '@microplate/platform/http';
import type { ExecutionResult } from 'graphql';
import { waitFor } from '@microplate/platform/testing';
import type { Federation } from './federation.ts';

export interface Subscriber {
  results: ExecutionResult<any>[];
  /** Set when it has ended: null after completion. */
  ended: { error: any } | null;
  stop(): void;
  /** Waits until so many results have come. */
  reach(count: number): Promise<ExecutionResult<any>[]>;
}

export interface Door { listening: Listening; url: string; detach(): Promise<void>; client(token?: string): Client; subscribe(client: Client, query: string, variables?: Record<string, unknown>): Subscriber; raw(protocol?: string): WebSocket; close(): Promise<void> }

/** The gateway on a real port, with real WebSocket clients. */
export const openDoor = async ({ gateway }: Federation): Promise<Door> => {
  const listening = await serve((request, connection) => gateway.fetch(request, connection), { port: 0 }, gateway.direct);
  const detach = gateway.attach(listening.server);
  const url = `${listening.url.replace('http', 'ws')}/graphql`;
  const clients: Client[] = [];
  const raws: WebSocket[] = [];
  return {
    listening, url, detach,
    client: (token) => {
      const client = createClient({ url, webSocketImpl: WebSocket, lazy: false, retryAttempts: 0, onNonLazyError: () => {}, connectionParams: token ? { authorization: `Bearer ${token}` } : {} });
      clients.push(client);
      return client;
    },
    subscribe: (client, query, variables) => {
      const subscriber: Subscriber = {
        results: [], ended: null, stop: () => {},
        reach: async (count) => { await waitFor(`${count} results`, () => subscriber.results.length >= count, 5000); return subscriber.results; },
      };
      subscriber.stop = client.subscribe({ query, variables }, {
        next: (result) => { subscriber.results.push(result as ExecutionResult); }, error: (error) => { subscriber.ended = { error }; }, complete: () => { subscriber.ended ??= { error: null }; } });
      return subscriber;
    },
    raw: (protocol = 'graphql-transport-ws') => { const socket = new WebSocket(url, protocol); raws.push(socket); return socket; },
    close: async () => {
      for (const client of clients) await client.dispose();
      for (const socket of raws) socket.terminate();
      await detach();
      await listening.close(50);
    },
  };
};

/** A gauge or counter of the gateway's, as its metrics tell it. */
export const metricOf = async ({ gateway }: Pick<Federation, 'gateway'>, name: string): Promise<number> =>
  Number(new RegExp(`${name}\\{[^}]*\\} (\\d+)`).exec(await (await gateway.side.fetch(new Request('http://g/metrics'))).text())![1]);
