import { createAddressOf, trustedProxies } from '../src/identity/client-address.ts';
import { readGatewaySettings } from '../src/config.ts';
import { accessToken, createFederation, type Federation } from './federation.ts';
import { openDoor, type Door } from './socket-client.ts';

const many = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index)).join(' ');

describe('operations', () => {
  let federation: Federation;
  let door: Door;
  beforeAll(async () => {
    federation = await createFederation({ settings: { MAX_ALIASES: '10', MAX_ROOT_FIELDS: '20', MAX_DIRECTIVES: '10', MAX_FRAGMENTS: '5', MAX_LIST_SIZE: '50', MAX_FIELDS: '100' } });
    door = await openDoor(federation);
  });
  afterAll(async () => { await door.close(); await federation.dispose(); });

  const CASES: [string, { query: string; variables?: unknown }, { query: string; variables?: unknown }][] = [
    ['aliases', { query: `{ ${many(10, (i) => `a${i}: public`)} }` }, { query: `{ ${many(11, (i) => `a${i}: public`)} }` }],
    ['aliases', { query: `{ ${many(10, (i) => `a${i}: __typename`)} }` }, { query: `{ ${many(11, (i) => `a${i}: __typename`)} }` }],
    ['root fields', { query: `{ ${many(20, () => 'public')} }` }, { query: `{ ${many(21, () => 'public')} }` }],
    ['root fields', { query: `{ ${many(7, () => '...F')} } fragment F on Query { public imageCount }` }, { query: `{ ${many(11, () => '...F')} } fragment F on Query { public imageCount }` }],
    ['directives', { query: `{ ${many(10, () => 'public @skip(if: false)')} }` }, { query: `{ ${many(11, () => 'public @skip(if: false)')} }` }],
    ['directives', { query: `{ ${many(5, () => '...F @skip(if: false)')} } fragment F on Query { public @include(if: true) }` }, { query: `{ ${many(6, () => '...F @skip(if: false)')} } fragment F on Query { public @include(if: true) }` }],
    ['directives at one place', { query: '{ public @skip(if: false) @include(if: true) }' }, { query: `{ public ${many(6, () => '@include(if: true)')} }` }],
    ['fragments', { query: `{ ${many(5, (i) => `...F${i}`)} } ${many(5, (i) => `fragment F${i} on Query { public }`)}` }, { query: `{ ${many(6, (i) => `...F${i}`)} } ${many(6, (i) => `fragment F${i} on Query { public }`)}` }],
    ['items in a list', { query: '{ plates(first: 50) { id } }' }, { query: '{ plates(first: 51) { id } }' }],
    ['items in a list', { query: 'query($n: Int = 50) { plates(first: $n) { id } }' }, { query: 'query($n: Int = 51) { plates(first: $n) { id } }' }],
    ['items in a list', { query: '{ public }', variables: { unused: { list: Array(50).fill(1) } } }, { query: '{ public }', variables: { unused: { list: Array(51).fill(1) } } }],
    ['items in a list', { query: '{ public }' }, { query: `{ plate(id: [${many(51, () => '1')}]) { id } }` }],
    ['levels', { query: `{ plate(id: "1") ${'{ parent '.repeat(13)}{ id }${' }'.repeat(13)} }` }, { query: `{ plate(id: "1") ${'{ parent '.repeat(14)}{ id }${' }'.repeat(14)} }` }],
    ['tokens', { query: `{ public } # ${'x '.repeat(3000)}` }, { query: `{ ${'public '.repeat(3000)} }` }],
  ];

  test.each(CASES)('%s: at the limit it is answered, one more is 4xx and names the limit', async (what, within, beyond) => {
    const token = accessToken();
    const good = await federation.post(within.query, { token, variables: within.variables });
    expect([good.status, good.errors]).toEqual([200, undefined]);
    const bad = await federation.post(beyond.query, { token, variables: beyond.variables });
    expect([bad.status, bad.errors![0].extensions]).toEqual([400, { code: 'GRAPHQL_LIMIT_EXCEEDED', what, limit: expect.any(Number) }]);
    expect(bad.errors![0].message).toContain(`more than ${bad.errors![0].extensions.limit} ${what}`);
  });

  test.each(CASES)('%s: over a socket the same, and the socket stays', async (what, within, beyond) => {
    const client = door.client(accessToken());
    const once = (request: object) => new Promise<any>((resolve) => { client.subscribe(request as never, { next: resolve, error: resolve, complete: () => {} }); });
    expect((await once(beyond))[0].extensions).toMatchObject({ code: 'GRAPHQL_LIMIT_EXCEEDED', what });
    expect((await once(within)).errors).toBeUndefined();
  });
});

describe('requests a minute', () => {
  let federation: Federation;
  let door: Door;
  beforeAll(async () => {
    federation = await createFederation({ settings: { RATE_PER_ADDRESS: '20', RATE_PER_USER: '5', TRUSTED_PROXIES: '192.0.2.0/24, 2001:db8::/32' } });
    door = await openDoor(federation);
  });
  afterAll(async () => { await door.close(); await federation.dispose(); });

  const ask = async ({ address, forwarded, token, body = JSON.stringify({ query: '{ whoAmI }' }) }: { address: string; forwarded?: string; token?: string; body?: string }) => {
    const response = await federation.gateway.fetch(new Request('http://gateway.test/graphql', { method: 'POST', body, headers: {
      'content-type': 'application/json', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}), ...(token ? { authorization: `Bearer ${token}` } : {}) } }), { address });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  const times = async (count: number, request: Parameters<typeof ask>[0]) => { const all = []; for (let i = 0; i < count; i += 1) all.push((await ask(request)).status); return all; };

  test('an address that comes too often is told when to come again; others are served', async () => {
    expect(new Set(await times(20, { address: '198.51.100.1' }))).toEqual(new Set([200]));
    const refused = await ask({ address: '198.51.100.1' });
    expect([refused.status, refused.body.errors[0].extensions.code, refused.body.data]).toEqual([429, 'RATE_LIMITED', undefined]);
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    expect(Number(refused.retryAfter)).toBeLessThanOrEqual(60);
    expect((await ask({ address: '198.51.100.2' })).status).toBe(200);
  });

  test('a person is counted wherever they come from', async () => {
    const token = accessToken({ sub: '7b1c9f4e-0000-4000-8000-00000000000a' });
    const statuses = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await ask({ address: `203.0.113.${i}`, token })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  test('bad tokens and rubbish count, too', async () => {
    expect(new Set(await times(10, { address: '198.51.100.3', token: 'rubbish' }))).toEqual(new Set([401]));
    expect(new Set(await times(10, { address: '198.51.100.3', body: '{' }))).toEqual(new Set([400]));
    expect((await ask({ address: '198.51.100.3', token: 'rubbish' })).status).toBe(429);
  });

  test('files count with everything else of an address', async () => {
    const file = () => federation.gateway.fetch(new Request('http://gateway.test/files/auth/a'), { address: '198.51.100.4' });
    expect(new Set(await times(19, { address: '198.51.100.4' }))).toEqual(new Set([200]));
    expect((await file()).status).toBe(200);
    const refused = await file();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/)]);
  });

  test('IPv6 is counted by its /64', async () => {
    for (let i = 0; i < 20; i += 1) await ask({ address: `2001:db9:1:1::${i.toString(16)}` });
    expect([(await ask({ address: '2001:db9:1:1:ffff::1' })).status, (await ask({ address: '2001:db9:1:2::1' })).status]).toEqual([429, 200]);
  });

  test('behind a trusted proxy the client counts, and is the one that subgraphs see', async () => {
    const seen = JSON.parse((await ask({ address: '192.0.2.9', forwarded: '203.0.113.50' })).body.data.whoAmI);
    expect(seen.clientAddress).toBe('203.0.113.50');
    expect(new Set(await times(25, { address: '198.51.100.8', forwarded: '203.0.113.51' }))).toEqual(new Set([200, 429])); // not a proxy: its word is nothing
    expect((await ask({ address: '192.0.2.9', forwarded: '203.0.113.51' })).status).toBe(200);
  });

  test('each subscription of a socket counts for its person', async () => {
    const client = door.client(accessToken({ sub: '7b1c9f4e-0000-4000-8000-00000000000b' }));
    const answers = [];
    for (let i = 0; i < 6; i += 1) answers.push(await new Promise<any>((resolve) => { client.subscribe({ query: '{ public }' }, { next: resolve, error: resolve, complete: () => {} }); }));
    expect(answers.slice(0, 5).every(({ data }) => data.public === 'open')).toBe(true);
    expect(answers[5][0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
  });
});

describe('where a request came from', () => {
  const addressOf = createAddressOf(trustedProxies(['10.0.0.0/8', '192.0.2.1', 'fd00::/8']));
  test.each([
    ['a stranger\'s header is nothing', '203.0.113.1', '1.2.3.4', '203.0.113.1'],
    ['a trusted proxy is believed', '10.1.2.3', '203.0.113.1', '203.0.113.1'],
    ['one of them alone', '192.0.2.1', '203.0.113.1', '203.0.113.1'],
    ['its neighbour not', '192.0.2.2', '203.0.113.1', '192.0.2.2'],
    ['as far as trust goes, from the right', '10.1.2.3', '6.6.6.6, 203.0.113.1, 10.9.9.9', '203.0.113.1'],
    ['all trusted: the first', '10.1.2.3', '10.0.0.1, 10.0.0.2', '10.0.0.1'],
    ['rubbish ends it', '10.1.2.3', '203.0.113.1, <script>, 10.0.0.2', '10.0.0.2'],
    ['IPv6', 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['IPv4 as IPv6', '::ffff:10.1.2.3', '203.0.113.1', '203.0.113.1'],
    ['no header', '10.1.2.3', null, '10.1.2.3'],
    ['no connection', null, '203.0.113.1', null],
  ])('%s', (_what, peer, forwarded, address) => { expect(addressOf(peer, forwarded)).toBe(address); });

  test.each(['10.0.0.0/33', 'proxy.local', '10.0.0.0/x', '10.0.0.0/'])('%s is no range', (range) => {
    expect(() => readGatewaySettings({ ...keys, TRUSTED_PROXIES: range })).toThrow('TRUSTED_PROXIES');
  });
  const keys = Object.fromEntries(['AUTH', 'IMAGES', 'LABWARE', 'RESULTS', 'INFERENCE'].map((name) => [`SERVICE_KEY_GATEWAY_${name}`, 'k'.repeat(48)]));

  test('a budget below what one operation may cost stops the start', () => {
    expect(() => readGatewaySettings({ ...keys, BUDGET: '10', MAX_COST: '11' })).toThrow('BUDGET');
    expect(() => readGatewaySettings({ ...keys, INTROSPECTION: 'maybe' })).toThrow('INTROSPECTION');
    expect(readGatewaySettings({ ...keys, NODE_ENV: 'production', INTROSPECTION: 'schema:view' }).introspection).toEqual({ permission: 'schema:view' });
  });
});
