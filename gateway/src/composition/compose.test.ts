import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompositionError, compose, readSubgraphs, type SubgraphDefinition } from './compose.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const ROVER = path.join(ROOT, 'rover.yaml');
const json = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));

const folder = mkdtempSync(path.join(tmpdir(), 'compose-'));
afterAll(() => rmSync(folder, { recursive: true }));

const problemsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof CompositionError) return error.problems;
    throw error;
  }
  throw new Error('it did not fail');
};

const subgraph = (name: string, sdl: string): SubgraphDefinition =>
  ({ name, url: `http://${name}/graphql`, sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"]) ${sdl}` });

const roverFile = (text: string): string => {
  const file = path.join(folder, 'rover.yaml');
  writeFileSync(file, text);
  return file;
};

test('the committed supergraph is what `npm run compose` would write, without a hint', () => {
  const { supergraphSdl, hints } = compose(readSubgraphs(ROVER));
  expect(hints).toEqual([]);
  expect(supergraphSdl).toBe(readFileSync(path.join(ROOT, 'schema/supergraph.graphql'), 'utf8'));
});

test('rover.yaml lists the five at their ports, and the composition version installed', () => {
  expect(readSubgraphs(ROVER).map(({ name, url }) => `${name} ${url}`).sort()).toEqual([
    'auth http://127.0.0.1:6401/graphql', 'images http://127.0.0.1:6402/graphql', 'inference http://127.0.0.1:6405/graphql',
    'labware http://127.0.0.1:6403/graphql', 'results http://127.0.0.1:6404/graphql',
  ]);
  expect(readFileSync(ROVER, 'utf8')).toContain(`federation_version: =${json('node_modules/@apollo/composition/package.json').version}\n`);
});

test.each(['graphql', '@apollo/federation-internals', '@apollo/query-planner', '@apollo/query-graphs', '@apollo/composition', '@apollo/subgraph', '@apollo/gateway'])('there is one copy of %s: a second one breaks instanceof and planning', (name) => {
  const copies = Object.keys(json('package-lock.json').packages).filter((place) => place === `node_modules/${name}` || place.endsWith(`/node_modules/${name}`));
  expect(copies).toEqual([`node_modules/${name}`]);
});

test('what composes oddly is told as a hint', () => {
  const { hints } = compose([subgraph('a', 'type Query { a: T } "One" type T @key(fields: "id") { id: ID! }'), subgraph('b', '"Two" type T @key(fields: "id") { id: ID! b: Int }')]);
  expect(hints.join()).toContain('description');
});

test.each([
  ['a type that is not there', [subgraph('a', 'type Query { a: Thing }')], ['[a] Unknown type Thing']],
  ['a syntax error', [subgraph('a', 'type Query { a: }')], ['a, line 1: Syntax Error']],
  ['fields of two types', [subgraph('a', 'type Query { a: T } type T @key(fields: "id") { id: ID! }'), subgraph('b', 'type T @key(fields: "id") { id: String! }')], ['"a"', '"b"', 'T.id']],
  ['several faults at once', [subgraph('a', 'type Query { a: Int } type T @key(fields: "x") { id: ID! }'), subgraph('b', 'type U @key(fields: "y") { id: ID! }')], ['[a]', '[b]']],
])('%s is refused, naming subgraph and fault', (_what, subgraphs, parts) => {
  const text = problemsOf(() => compose(subgraphs)).join('\n');
  for (const part of parts) expect(text).toContain(part);
});

test.each([
  ['no YAML', 'a: [', 'rover.yaml'],
  ['no address', 'federation_version: =2.14.4\nsubgraphs: { auth: { schema: { file: a.graphql } } }', 'subgraphs.auth.routing_url'],
  ['no such schema file', 'federation_version: =2.14.4\nsubgraphs: { auth: { routing_url: "http://h/graphql", schema: { file: none.graphql } } }', 'auth: '],
])('a rover.yaml with %s is refused by name', (_what, text, part) => {
  expect(problemsOf(() => readSubgraphs(roverFile(text))).join('\n')).toContain(part);
});
