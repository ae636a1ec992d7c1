import { getIntrospectionQuery } from 'graphql';
import { accessToken, createFederation, type Federation } from './federation.ts';

let federation: Federation;
beforeAll(async () => { federation = await createFederation({ settings: { MAX_BODY_BYTES: '100000', CORS_ORIGINS: 'https://studio.apollographql.com, https://lab.test' } }); });
afterAll(() => federation.dispose());

const send = async (init: RequestInit & { path?: string } = {}) => {
  const { path = '/graphql', ...rest } = init;
  const started = performance.now();
  const response = await federation.gateway.fetch(new Request(`http://gateway.test${path}`, { method: 'POST', ...rest }));
  const text = await response.text();
  expect(performance.now() - started).toBeLessThan(1000);
  return { status: response.status, headers: response.headers, text, body: (text.startsWith('{') ? JSON.parse(text) : null) as { data?: any; errors?: any[] } | null };
};
const JSON_TYPE = { 'content-type': 'application/json' };
const json = (body: unknown, headers: Record<string, string> = {}) => ({ headers: { ...JSON_TYPE, ...headers }, body: typeof body === 'string' ? body : JSON.stringify(body) });
const nest = (depth: number) => `{ plate(id: "p") ${'{ parent '.repeat(depth)}{ id }${' }'.repeat(depth)} }`;
const cycle = '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }';
const bomb = `query { ...F0 } ${Array.from({ length: 20 }, (_, i) => `fragment F${i} on Query { a: plate(id: "1") { id } ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F20 on Query { public }`;

const NASTY: [string, () => RequestInit & { path?: string }, number, string][] = [
  ['malformed JSON', () => json('{"query": "{ public }'), 400, 'BAD_REQUEST'],
  ['an empty body', () => json(''), 400, 'BAD_REQUEST'],
  ['JSON null', () => json('null'), 400, 'BAD_REQUEST'],
  ['a list of operations', () => json([{ query: '{ public }' }]), 400, 'BAD_REQUEST'],
  ['no query', () => json({}), 400, 'BAD_REQUEST'],
  ['an empty query', () => json({ query: '' }), 400, 'BAD_REQUEST'],
  ['a query that is a number', () => json({ query: 5 }), 400, 'BAD_REQUEST'],
  ['a query that is an AST', () => json({ query: { kind: 'Document' } }), 400, 'BAD_REQUEST'],
  ['variables that are text', () => json({ query: '{ public }', variables: '{}' }), 400, 'BAD_REQUEST'],
  ['variables that are a list', () => json({ query: '{ public }', variables: [] }), 400, 'BAD_REQUEST'],
  ['an operationName that is an object', () => json({ query: '{ public }', operationName: {} }), 400, 'BAD_REQUEST'],
  ['an unknown operationName', () => json({ query: 'query A { public }', operationName: 'B' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
  ['two operations and no name', () => json({ query: 'query A { public } query B { public }' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
  ['fragments alone', () => json({ query: 'fragment A on Query { public }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a syntax error', () => json({ query: '{ public' }), 400, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', () => json({ query: '{ nothing }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a missing variable', () => json({ query: 'query($id: ID!) { plate(id: $id) { id } }', variables: {} }, { authorization: `Bearer ${accessToken()}` }), 400, 'BAD_USER_INPUT'],
  ['a variable of the wrong type', () => json({ query: 'query($id: ID!) { plate(id: $id) { id } }', variables: { id: { a: 1 } } }, { authorization: `Bearer ${accessToken()}` }), 400, 'BAD_USER_INPUT'],
  ['a prototype as variables', () => json('{"query":"query($id: ID!) { plate(id: $id) { id } }","variables":{"__proto__":{"id":"1"}}}', { authorization: `Bearer ${accessToken()}` }), 400, 'BAD_USER_INPUT'],
  ['variables nested 10,000 deep', () => json(`{"query":"{ public }","variables":{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['a query 30 deep', () => json({ query: nest(30) }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['31 aliases', () => json({ query: `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: public`).join(' ')} }` }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['3,000 tokens', () => json({ query: `{ ${'public '.repeat(3000)} }` }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['5,000 braces', () => json({ query: '{ a '.repeat(5000) }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['a list literal 3,000 deep', () => json({ query: `{ plate(id: ${'['.repeat(3000)}) { id } }` }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['a list literal 30 deep for a scalar', () => json({ query: `mutation { uploadImage(file: ${'['.repeat(30)}${']'.repeat(30)}) { name } }` }, { authorization: `Bearer ${accessToken({ permissions: ['capture:image'] })}` }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['fragments in a circle', () => json({ query: cycle }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['fragments that double 20 times', () => json({ query: bomb }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['1,000 directives', () => json({ query: `{ public ${'@skip(if: false) '.repeat(1000)} }` }), 400, 'GRAPHQL_LIMIT_EXCEEDED'],
  ['directives unknown and repeated', () => json({ query: '{ public @a @a @skip(if: true) @skip(if: true) }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['isOneOf together with data', () => json({ query: '{ public __type(name: "Query") { isOneOf } }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['@defer', () => json({ query: '{ public ... @defer { whoAmI } }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['_entities', () => json({ query: '{ _entities(representations: []) { __typename } }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['_service', () => json({ query: '{ _service { sdl } }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a subscription', () => json({ query: 'subscription { state { step } }' }), 400, 'SUBSCRIPTION_TRANSPORT'],
  ['a subscription with @include at its root', () => json({ query: 'subscription($a: Boolean!) { state @include(if: $a) { step } }', variables: { a: true } }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['a subscription of two fields', () => json({ query: 'subscription { state { step } failing { kind } }' }), 400, 'GRAPHQL_VALIDATION_FAILED'],
  ['text/plain', () => ({ headers: { 'content-type': 'text/plain' }, body: '{"query":"{ public }"}' }), 400, 'BAD_REQUEST'],
  ['a form', () => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={public}' }), 400, 'BAD_REQUEST'],
  ['no media type', () => ({ body: new Uint8Array([123, 125]) }), 400, 'BAD_REQUEST'],
  ['multipart from another site', () => ({ body: new FormData() }), 400, 'BAD_REQUEST'],
  ['XML', () => ({ headers: { 'content-type': 'application/xml' }, body: '<a/>' }), 415, 'UNSUPPORTED_MEDIA'],
  ['text/plain with the header', () => ({ headers: { 'content-type': 'text/plain', 'apollo-require-preflight': '1' }, body: '{"query":"{ public }"}' }), 415, 'UNSUPPORTED_MEDIA'],
  ['multipart that is none', () => ({ headers: { 'content-type': 'multipart/form-data; boundary=x', 'apollo-require-preflight': '1' }, body: 'rubbish' }), 400, 'BAD_REQUEST'],
  ['200 kB where 100 are allowed', () => json({ query: `{ public } #${'x'.repeat(200_000)}` }), 413, 'PAYLOAD_TOO_LARGE'],
  ['a persisted query of a version unknown', () => json({ extensions: { persistedQuery: { version: 2, sha256Hash: 'a'.repeat(64) } } }), 400, 'BAD_REQUEST'],
  ['GET without a query', () => ({ method: 'GET', headers: JSON_TYPE }), 400, 'BAD_REQUEST'],
  ['GET with bad variables', () => ({ method: 'GET', headers: JSON_TYPE, path: '/graphql?query={public}&variables={' }), 400, 'BAD_REQUEST'],
  ['GET of a mutation', () => ({ method: 'GET', headers: JSON_TYPE, path: `/graphql?query=${encodeURIComponent('mutation { note(text: "a") }')}` }), 405, 'BAD_REQUEST'],
  ['GET of a mutation among queries', () => ({ method: 'GET', headers: JSON_TYPE, path: `/graphql?operationName=B&query=${encodeURIComponent('query A { public } mutation B { note(text: "a") }')}` }), 405, 'BAD_REQUEST'],
  ['GET from another site', () => ({ method: 'GET', path: '/graphql?query={public}' }), 400, 'BAD_REQUEST'],
  ['PUT', () => ({ method: 'PUT', ...json({ query: '{ public }' }) }), 405, 'BAD_REQUEST'],
  ['a query that must not be accepted as anything', () => json({ query: '{ public }' }, { accept: 'image/png' }), 406, 'BAD_REQUEST'],
  ['another address', () => ({ path: '/graphql/v2' }), 404, 'NOT_FOUND'],
  ['an unknown service\'s file', () => ({ method: 'GET', path: '/files/__proto__/a' }), 404, 'NOT_FOUND'],
  ['a NUL in the request id', () => json({ query: '{ nothing }' }, { 'x-request-id': 'a'.repeat(5000) }), 400, 'GRAPHQL_VALIDATION_FAILED'],
];

test.each(NASTY)('%s is the client\'s mistake', async (_what, init, status, code) => {
  const answer = await send(init());
  expect([answer.status, answer.body?.errors?.[0].extensions.code]).toEqual([status, code]);
  expect(answer.text).not.toMatch(/node_modules|\.ts:|at \w+ \(/);
  expect(federation.logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('what is refused above is accepted when it is put right', async () => {
  for (const init of [
    json({ query: '{ public }' }), json({ query: '{ public }' }, { accept: '*/*' }), json({ query: '{ public }' }, { 'content-type': 'application/json; charset=utf-8' }),
    { method: 'GET', headers: { 'apollo-require-preflight': '1' }, path: '/graphql?query={public}' },
    json({ query: `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: public`).join(' ')} public }` }),
  ]) expect((await send(init)).body?.data).toMatchObject({ public: 'open' });
  const graphql = await send(json({ query: '{ public }' }, { accept: 'application/graphql-response+json' }));
  expect(graphql.headers.get('content-type')).toContain('application/graphql-response+json');
});

test('introspection as tools ask for it', async () => {
  const answer = await send(json({ query: getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true, schemaDescription: true, directiveIsRepeatable: true }) }));
  expect([answer.status, answer.body?.errors, answer.body?.data?.__schema.queryType.name]).toEqual([200, undefined, 'Query']);
});

test('introspection can be switched off', async () => {
  const closed = await createFederation({ settings: { NODE_ENV: 'production' } });
  try {
    expect((await closed.post('{ __schema { types { name } } }')).errors?.[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect((await closed.post('{ __typename public }')).data).toEqual({ __typename: 'Query', public: 'open' });
    const page = await closed.gateway.fetch(new Request('http://gateway.test/graphql', { headers: { accept: 'text/html' } }));
    expect(page.status).toBe(406);
  } finally {
    await closed.dispose();
  }
});

test('pages of listed origins may call, others not', async () => {
  const preflight = (origin: string) => send({ method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,authorization' } });
  const studio = await preflight('https://studio.apollographql.com');
  expect([studio.status, studio.headers.get('access-control-allow-origin'), studio.headers.get('access-control-allow-headers')])
    .toEqual([204, 'https://studio.apollographql.com', 'content-type,authorization']);
  expect((await preflight('https://evil.test')).headers.get('access-control-allow-origin')).toBeNull();
  expect((await send(json({ query: '{ public }' }, { origin: 'https://evil.test' }))).headers.get('access-control-allow-origin')).toBeNull();
});

test('one line a operation: its name, time and outcome, no variables and no tokens', async () => {
  federation.logs.length = 0;
  const token = accessToken();
  await federation.post('query Ask($id: ID!) { plate(id: $id) { id } }', { token, variables: { id: 'private-7' }, headers: { 'x-request-id': 'r1' } });
  await federation.post('query Deny { users { id } }', { token });
  const lines = federation.logs.filter(({ message }) => message === 'operation');
  expect(lines).toEqual([
    expect.objectContaining({ requestId: 'r1', operation: 'Ask', kind: 'query', transport: 'http', outcome: 'ok', ms: expect.any(Number) }),
    expect.objectContaining({ outcome: 'FORBIDDEN', operation: null }),
  ]);
  expect(JSON.stringify(federation.logs)).not.toMatch(new RegExp(`private-7|${token.slice(0, 20)}`));
});
