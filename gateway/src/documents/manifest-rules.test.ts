import { silentLogger } from '@microplate/platform/logging';
import { createDocuments } from './documents.ts';
import { documentHash, readManifest } from './manifest-rules.ts';

const operation = (name: string, body: string, id = documentHash(body)) => ({ id, name, type: 'query', body });
const manifestOf = (...operations: unknown[]) => JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });

test.each([
  ['no JSON', '{', /JSON/],
  ['another format', JSON.stringify({ format: 'relay', version: 1, operations: [] }), /format: should be "apollo-persisted-query-manifest"/],
  ['another version', JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 2, operations: [] }), /version: should be 1/],
  ['an operation without a body', manifestOf({ id: '1', name: 'A', type: 'query' }), /operations\.0\.body/],
  ['a body that is no GraphQL', manifestOf(operation('Wrong', '{ a')), /operation "Wrong" can't be parsed/],
  ['one id twice', manifestOf(operation('A', '{ a }', 'x'), operation('B', '{ b }', 'x')), /two operations have the id x/],
])('a manifest with %s is told from a good one', (_what, text, reason) => {
  expect(readManifest(manifestOf(operation('A', '{ a }', 'x'))).byId.get('x')).toBe('{ a }');
  expect(() => readManifest(text)).toThrow(reason);
});

test('of very many documents, and of very long ones, the oldest are forgotten', () => {
  const documents = createDocuments({ automatic: true, trustedOnly: false, logger: silentLogger() });
  const asking = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: documentHash(text) } } });
  const register = (text: string) => documents.remember({ query: text, ...asking(text) }, text);
  for (let i = 0; i < 1001; i += 1) register(`{ a } # ${i}`);
  expect(() => documents.textOf(asking('{ a } # 0'))).toThrow('PersistedQueryNotFound');
  expect(documents.textOf(asking('{ a } # 1'))).toBe('{ a } # 1');
  const long = (name: string) => `{ ${name} } #${'x'.repeat(3_000_000)}`;
  register(long('a'));
  register(long('b'));
  expect(() => documents.textOf(asking(long('a')))).toThrow('PersistedQueryNotFound');
  expect(documents.textOf(asking(long('b')))).toBe(long('b'));
});
