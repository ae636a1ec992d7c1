import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { serve, type Listening } from '@microplate/platform/http';
import { waitFor } from '@microplate/platform/testing';
import { documentHash } from '../src/documents/manifest-rules.ts';
import { createFederation, type Federation } from './federation.ts';
import { openDoor } from './socket-client.ts';

const folder = mkdtempSync(join(tmpdir(), 'microplate-documents-'));
const open: { dispose(): unknown }[] = [];
afterEach(async () => { for (const one of open.splice(0).reverse()) await one.dispose(); });
afterAll(() => rmSync(folder, { recursive: true }));

let shared: Federation;
beforeAll(async () => { shared = await createFederation({ settings: { MAX_BODY_BYTES: '10000000' } }); });
afterAll(() => shared.dispose());

const federate = async (settings: Record<string, string> = {}): Promise<Federation> => {
  const federation = await createFederation({ settings });
  open.push(federation);
  return federation;
};

const persisted = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });
const send = async ({ gateway }: Federation, body: Record<string, unknown>, headers: Record<string, string> = {}) => {
  const response = await gateway.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }));
  const answer = await response.json() as { data?: any; errors?: any[] };
  return { status: response.status, data: answer.data, code: answer.errors?.[0].extensions.code, message: answer.errors?.[0].message };
};
const get = async ({ gateway }: Federation, parameters: Record<string, string>) => {
  const response = await gateway.fetch(new Request(`http://gateway.test/graphql?${new URLSearchParams(parameters)}`, { headers: { 'apollo-require-preflight': '1' } }));
  const answer = await response.json() as { data?: any; errors?: any[] };
  return { status: response.status, data: answer.data, code: answer.errors?.[0].extensions.code };
};

const QUERY = '{ public }';
const HASH = documentHash(QUERY);

describe('automatic persisted queries', () => {
  test('asked for, sent once, and then named alone: by POST, GET and over a socket', async () => {
    const federation = shared;
    expect(await send(federation, { extensions: persisted(HASH) })).toMatchObject({ status: 200, code: 'PERSISTED_QUERY_NOT_FOUND', message: 'PersistedQueryNotFound' });
    expect((await send(federation, { query: QUERY, extensions: persisted(HASH) })).data).toEqual({ public: 'open' });
    expect((await send(federation, { extensions: persisted(HASH) })).data).toEqual({ public: 'open' });
    expect((await get(federation, { extensions: JSON.stringify(persisted(HASH)) })).data).toEqual({ public: 'open' });
    const door = await openDoor(federation);
    open.push({ dispose: door.close });
    const results: unknown[] = [];
    door.client().subscribe({ query: '', extensions: persisted(HASH) }, { next: (result) => results.push(result.data), error: () => {}, complete: () => {} });
    await waitFor('the answer', () => results.length === 1);
    expect(results).toEqual([{ public: 'open' }]);
  });

  test('a document of a socket is known to HTTP, a subscription too', async () => {
    const federation = shared;
    const door = await openDoor(federation);
    open.push({ dispose: door.close });
    const query = 'subscription { state { step } }';
    const heard: unknown[] = [];
    const listen = (payload: { query: string }) => door.client().subscribe({ ...payload, extensions: persisted(documentHash(query)) }, { next: (result) => heard.push(result.data), error: (error) => heard.push(error), complete: () => {} });
    listen({ query });
    await waitFor('the first', () => heard.length === 1);
    listen({ query: '' });
    await waitFor('the second', () => heard.length === 2);
    expect(heard).toEqual([{ state: { step: 1 } }, { state: { step: 1 } }]);
    expect((await send(federation, { extensions: persisted(documentHash(query)) })).code).toBe('SUBSCRIPTION_TRANSPORT');
  });

  test.each([
    ['a hash of something else', { query: QUERY, extensions: persisted(documentHash('{ other }')) }],
    ['another version', { query: QUERY, extensions: { persistedQuery: { version: 2, sha256Hash: HASH } } }],
    ['no hash', { query: QUERY, extensions: { persistedQuery: { version: 1 } } }],
    ['a hash that is a list', { query: QUERY, extensions: { persistedQuery: { version: 1, sha256Hash: [HASH] } } }],
    ['extensions that are text', { query: QUERY, extensions: 'persisted' }],
    ['a query that is a number', { query: 5, extensions: persisted(HASH) }],
  ])('%s is refused', async (_what, body) => {
    expect(await send(shared, body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('what is not valid is not remembered, nor what would not fit', async () => {
    const federation = shared;
    const wrong = '{ nothing }';
    expect((await send(federation, { query: wrong, extensions: persisted(documentHash(wrong)) })).code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await send(federation, { extensions: persisted(documentHash(wrong)) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const long = `{ public } #${'x'.repeat(6_000_000)}`;
    expect((await send(federation, { query: long, extensions: persisted(documentHash(long)) })).data).toEqual({ public: 'open' });
    expect((await send(federation, { extensions: persisted(documentHash(long)) })).code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  test('switched off, clients are told to stop', async () => {
    const federation = await federate({ APQ: 'off' });
    expect(await send(federation, { extensions: persisted(HASH) })).toMatchObject({ status: 200, code: 'PERSISTED_QUERY_NOT_SUPPORTED', message: 'PersistedQueryNotSupported' });
    expect((await send(federation, { query: QUERY })).data).toEqual({ public: 'open' });
  });
});

describe('trusted documents', () => {
  const operation = (name: string, body: string, id = documentHash(body)) => ({ id, name, type: 'query', body });
  const manifestOf = (...operations: unknown[]) => JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });
  let count = 0;
  const write = (text: string): string => {
    const path = join(folder, `${count += 1}.json`);
    writeFileSync(path, text);
    return path;
  };
  const TRUSTED = 'query Trusted { public }';

  test('answered by their id, or by their text; nothing else is', async () => {
    const federation = await federate({ TRUSTED_DOCUMENTS: write(manifestOf(operation('Trusted', TRUSTED, 'trusted-1'))), TRUSTED_DOCUMENTS_ONLY: 'on' });
    expect((await send(federation, { extensions: persisted('trusted-1') })).data).toEqual({ public: 'open' });
    expect((await send(federation, { query: TRUSTED })).data).toEqual({ public: 'open' });
    const refused = { status: 400, code: 'QUERY_NOT_IN_SAFELIST', message: expect.stringContaining('TRUSTED_DOCUMENTS') };
    for (const body of [{ query: QUERY }, { query: `${TRUSTED} ` }, { extensions: persisted(HASH) }, { query: QUERY, extensions: persisted(HASH) }, { query: '{ __schema { types { name } } }' }]) {
      expect(await send(federation, body)).toMatchObject(refused);
    }
    expect((await send(federation, { query: QUERY, extensions: persisted('trusted-1') })).code).toBe('BAD_REQUEST');
    const door = await openDoor(federation);
    open.push({ dispose: door.close });
    const [trusted, other] = [door.subscribe(door.client(), TRUSTED), door.subscribe(door.client(), QUERY)];
    await waitFor('the refusal', () => other.ended !== null);
    expect([(await trusted.reach(1))[0].data, other.ended!.error[0].extensions.code]).toEqual([{ public: 'open' }, 'QUERY_NOT_IN_SAFELIST']);
  });

  test('beside automatic ones', async () => {
    const federation = await federate({ TRUSTED_DOCUMENTS: write(manifestOf(operation('Trusted', TRUSTED))) });
    expect((await send(federation, { extensions: persisted(documentHash(TRUSTED)) })).data).toEqual({ public: 'open' });
    expect((await send(federation, { query: QUERY, extensions: persisted(HASH) })).data).toEqual({ public: 'open' });
    expect((await send(federation, { extensions: persisted(HASH) })).data).toEqual({ public: 'open' });
  });

  test('read again when the file changes; a broken change is logged and the old stays', async () => {
    const path = write(manifestOf());
    const federation = await federate({ TRUSTED_DOCUMENTS: path, TRUSTED_DOCUMENTS_ONLY: 'on' });
    expect((await send(federation, { query: TRUSTED })).code).toBe('QUERY_NOT_IN_SAFELIST');
    writeFileSync(path, manifestOf(operation('Trusted', TRUSTED)));
    await waitFor('the new manifest', async () => (await send(federation, { query: TRUSTED })).data?.public === 'open', 5000);
    writeFileSync(path, '{ broken');
    await waitFor('the log', () => federation.logs.some(({ level, message }) => level === 'error' && String(message).includes('trusted documents')), 5000);
    expect((await send(federation, { query: TRUSTED })).data).toEqual({ public: 'open' });
  });

  test('a file that is missing or broken stops the start, and trusting nothing but nothing too', async () => {
    await expect(createFederation({ settings: { TRUSTED_DOCUMENTS: write('{') } })).rejects.toThrow(/TRUSTED_DOCUMENTS .*JSON/);
    await expect(createFederation({ settings: { TRUSTED_DOCUMENTS: join(folder, 'none.json') } })).rejects.toThrow('TRUSTED_DOCUMENTS');
    await expect(createFederation({ settings: { TRUSTED_DOCUMENTS_ONLY: 'on' } })).rejects.toThrow('TRUSTED_DOCUMENTS: should name the manifest');
  });
});

describe('Apollo Client with its persisted-queries link', () => {
  /** A client, and what it sent. */
  const clientOf = async (federation: Federation, useGETForHashedQueries: boolean) => {
    const door: Listening = await serve(federation.gateway.fetch, { port: 0 }, federation.gateway.direct);
    open.push({ dispose: () => door.close(50) });
    const sent: string[] = [];
    const record: typeof fetch = (address, init) => {
      const text = init?.method === 'GET' ? new URL(String(address)).searchParams.get('query') : (JSON.parse(String(init?.body)) as { query?: string }).query;
      sent.push(`${init?.method} ${text ? 'text' : 'hash'}`);
      return fetch(address, init);
    };
    const http = new HttpLink({ uri: `${door.url}/graphql`, fetch: record, headers: { 'apollo-require-preflight': 'true' } });
    const client = new ApolloClient({ cache: new InMemoryCache(), link: ApolloLink.from([new PersistedQueryLink({ sha256: async (text) => documentHash(text), useGETForHashedQueries }), http]) });
    open.push({ dispose: () => client.stop() });
    const ask = async () => (await client.query({ query: gql`query Ask { public }`, fetchPolicy: 'no-cache' })).data;
    return { ask, sent };
  };

  test.each([[false, ['POST hash', 'POST text', 'POST hash']], [true, ['GET hash', 'POST text', 'GET hash']]])('useGETForHashedQueries: %s', async (get, sends) => {
    const { ask, sent } = await clientOf(await federate(), get);
    expect([await ask(), await ask()]).toEqual([{ public: 'open' }, { public: 'open' }]);
    expect(sent).toEqual(sends);
  });

  test('falls back for good where the gateway does not take them', async () => {
    const { ask, sent } = await clientOf(await federate({ APQ: 'off' }), false);
    expect([await ask(), await ask()]).toEqual([{ public: 'open' }, { public: 'open' }]);
    expect(sent).toEqual(['POST hash', 'POST text', 'POST text']);
  });
});
