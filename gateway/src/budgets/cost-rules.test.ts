import fc from 'fast-check';
import { buildSchema, Kind, parse, print, visit, type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { readCosts } from './cost-directives.ts';
import { compileCost } from './cost-plan.ts';
import { actualCost, estimatedCost } from './cost-rules.ts';

const SDL = `
  type Query {
    book(id: ID): Book
    books(first: Int = 5, last: Int): [Book!] @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Book!] @listSize(slicingArguments: ["first", "last"])
    shelf(first: Int = 20, after: ID): Shelf @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])
    wells: [Well!] @listSize(assumedSize: 96)
    unknown: [Book]
    dear: Int @cost(weight: 7)
    search(text: String @cost(weight: 3), filter: Filter, filters: [Filter!]): [Hit] @listSize(assumedSize: 2)
    rating: Rating
    secret: Secret
  }
  type Mutation { add(filter: Filter): Book }
  type Book { title: String author: Author publisher: Publisher chapters: [String!] @listSize(assumedSize: 4) }
  type Author { name: String books(first: Int): [Book!] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
  type Publisher { name: String address: Address }
  type Address @cost(weight: 5) { zip: Zip }
  type Shelf { edges: [Edge!] nodes: [Book!] total: Int }
  type Edge { cursor: ID node: Book }
  type Well { name: String }
  union Hit = Book | Author
  input Filter { text: String tags: [String] @cost(weight: 2) not: Filter }
  enum Rating @cost(weight: 4) { GOOD }
  scalar Zip @cost(weight: 3)
  type Secret @cost(weight: 0) { a: Int }
  directive @cost(weight: Int!) on FIELD_DEFINITION | OBJECT | SCALAR | ENUM | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION`;

const schema = buildSchema(SDL);
const costs = readCosts(parse(SDL));

const compile = (document: DocumentNode) => {
  const operation = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = new Map(document.definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
  return compileCost({ schema, costs, operation, fragments });
};
const costOf = (query: string, variables: Record<string, unknown> = {}) => estimatedCost(compile(parse(query)).plan, variables, 1000);

test.each([
  ['Apollo\'s example: an object each', '{ book(id: 1) { title author { name } publisher { name address { zip } } } }', {}, 1 + 1 + 1 + 5 + 3],
  ['reading the schema, each time it is asked', '{ a: __schema { queryType { name } } b: __type(name: "Book") { name } }', {}, 200],
  ['leaves are free', '{ book { title } __typename }', {}, 1],
  ['a mutation is 10', 'mutation { add { title } }', {}, 11],
  ['a field\'s own weight', '{ dear }', {}, 7],
  ['an enum\'s and a type\'s weight', '{ rating secret { a } }', {}, 4],
  ['a slicing argument', '{ books(first: 3) { author { name } } }', {}, 3 * 2],
  ['its default', '{ books { author { name } } }', {}, 5 * 2],
  ['the larger of two', '{ books(last: 9) { title } }', {}, 9],
  ['a variable', 'query($n: Int) { books(first: $n) { title } }', { n: 8 }, 8],
  ['a variable that is not given: the argument\'s default', 'query($n: Int) { books(first: $n) { title } }', {}, 5],
  ['null is no size: what is unknown is taken as 10', 'query($n: Int) { strict(first: $n) { title } }', { n: null }, 10],
  ['nothing given and nothing assumed', '{ book { author { books { title } } } }', {}, 1 + 1 + 10],
  ['a negative size is none', '{ books(first: -5) { title } }', {}, 0],
  ['an assumed size', '{ wells { name } }', {}, 96],
  ['a list that nothing is known of', '{ unknown { title } }', {}, 10],
  ['sized fields take their parent\'s size, each', '{ shelf(first: 4) { edges { node { title } } nodes { title } total } }', {}, 1 + 4 * 2 + 4],
  ['through fragments', '{ shelf(first: 4) { ...S } } fragment S on Shelf { ... { edges { node { title } } } }', {}, 1 + 4 * 2],
  ['lists in lists multiply', '{ books(first: 3) { author { books(first: 7) { author { name } } } } }', {}, 3 * (1 + 1 + 7 * 2)],
  ['an argument\'s weight', '{ search(text: "a") { ... on Book { title } } }', {}, 2 + 3],
  ['an input object is 1, with what is in it', '{ search(filter: { text: "a", tags: ["b", "c"], not: {} }) { ... on Book { title } } }', {}, 2 + 1 + (2 + 2 * 2) + 1],
  ['the same by a variable', 'query($f: Filter) { search(filter: $f) { ... on Book { title } } }', { f: { text: 'a', tags: ['b', 'c'], not: {} } }, 2 + 1 + (2 + 2 * 2) + 1],
  ['a list of input objects', 'query($f: [Filter!]) { search(filters: $f) { ... on Book { title } } }', { f: [{}, {}, {}] }, 2 + 3],
  ['all members of a union', '{ search { ... on Book { author { name } } ... on Author { books(first: 2) { title } } } }', {}, 2 * (1 + 1 + 2)],
  ['what is asked for twice is fetched once', '{ books(first: 3) { author { name } } books(first: 3) { author { books(first: 2) { title } } } }', {}, 3 * (1 + 1 + 2)],
  ['aliases are fetched each', '{ a: books(first: 3) { title } b: books(first: 3) { title } }', {}, 6],
  ['what is left out is free', 'query($a: Boolean!) { books(first: 3) @include(if: $a) { title } dear @skip(if: true) wells @skip(if: $a) { name } }', { a: true }, 3],
  ['unless it is asked for elsewhere', 'query($a: Boolean!) { books(first: 3) @include(if: $a) { title } books(first: 3) { title } }', { a: false }, 3],
  ['and so is what stands in it', 'query($a: Boolean!) { book { title } book @include(if: $a) { author { name } } }', { a: false }, 1],
])('%s', (_what, query, variables, cost) => { expect(costOf(query, variables)).toBe(cost); });

test('a list that wants exactly one slicing argument is refused without, and with two', () => {
  expect(compile(parse('{ strict(first: 1) { title } }')).errors).toEqual([]);
  expect(compile(parse('{ strict { title } }')).errors[0].message).toBe('"strict" should be given exactly one of first, last.');
  expect(compile(parse('{ strict(first: 1, last: 1) { title } }')).errors).toHaveLength(1);
});

test('more items than may be asked for are refused, literal or variable, whatever is selected of them', () => {
  expect(() => costOf('{ books(first: 1001) { title } }')).toThrow(expect.objectContaining({ code: 'GRAPHQL_LIMIT_EXCEEDED' }));
  expect(() => costOf('query($n: Int) { shelf(first: $n) { total } }', { n: 1_000_000 })).toThrow('items in a list');
  expect(costOf('query($n: Int) { shelf(first: $n) { total } }', { n: 1000 })).toBe(1);
});

test('what it did cost counts what is there', () => {
  const { plan } = compile(parse('query($n: Int) { shelf(first: $n) { edges { node { author { name } publisher { address { zip } } } } } search(text: "a") { ... on Book { title } } dear }'));
  const data = { shelf: { edges: [{ node: { author: { name: 'A' }, publisher: null } }, { node: { author: null, publisher: { address: { zip: 'Z' } } } }] }, search: [null, { title: 'T' }], dear: 1 };
  expect(actualCost(plan, data, { n: 100 })).toBe(1 + 2 + 2 + 1 + (1 + 5 + 3) + (1 + 3) + 7);
  expect(actualCost(plan, null, {})).toBe(0);
  expect(estimatedCost(plan, { n: 100 }, 1000)).toBe(1 + 100 * (1 + 1 + 1 + 1 + 5 + 3) + (2 + 3) + 7);
});

const SETS: Record<string, { leaves: string[]; composite: Record<string, string> }> = {
  Query: { leaves: ['dear', 'rating'], composite: { 'books(first: $n)': 'Book', 'shelf(first: $m)': 'Shelf', wells: 'Well', 'book(id: 1)': 'Book' } },
  Book: { leaves: ['title', 'chapters'], composite: { author: 'Author', publisher: 'Publisher' } },
  Author: { leaves: ['name'], composite: { 'books(first: $n)': 'Book', 'more: books(first: $m)': 'Book' } },
  Publisher: { leaves: ['name'], composite: {} }, Well: { leaves: ['name'], composite: {} }, Edge: { leaves: ['cursor'], composite: { node: 'Book' } },
  Shelf: { leaves: ['total'], composite: { edges: 'Edge', nodes: 'Book' } },
};

const selections = (type: string, depth: number): fc.Arbitrary<string> => {
  const { leaves, composite } = SETS[type];
  const deeper = depth > 0 ? [...Object.entries(composite).map(([field, result]) => selections(result, depth - 1).map((set) => `${field} ${set}`)), selections(type, depth - 1).map((set) => `... on ${type} ${set}`)] : [];
  return fc.array(fc.oneof(fc.constantFrom(...leaves), ...deeper), { minLength: 1, maxLength: 4 }).map((parts) => `{ ${parts.join(' ')} }`);
};

const OPERATION = selections('Query', 4).map((set) => parse(`query($n: Int, $m: Int) ${set}`));
const SIZE = fc.integer({ min: 0, max: 60 });

test('an estimate never falls when a list grows', () => {
  fc.assert(fc.property(OPERATION, SIZE, SIZE, SIZE, (document, n, m, more) => {
    const { plan } = compile(document);
    const estimate = estimatedCost(plan, { n, m }, 1000);
    expect(estimatedCost(plan, { n: n + more, m }, 1000)).toBeGreaterThanOrEqual(estimate);
    expect(estimatedCost(plan, { n, m: m + more }, 1000)).toBeGreaterThanOrEqual(estimate);
  }), { numRuns: 100 });
});

/** The same operation with each inline fragment as a named one. */
const withNamedFragments = (document: DocumentNode): DocumentNode => {
  const named: DefinitionNode[] = [];
  const spread = visit(document, { InlineFragment: { leave: (node) => {
    const name = { kind: Kind.NAME, value: `F${named.length}` } as const;
    named.push({ kind: Kind.FRAGMENT_DEFINITION, name, typeCondition: node.typeCondition!, selectionSet: node.selectionSet });
    return { kind: Kind.FRAGMENT_SPREAD, name };
  } } });
  return parse(print({ ...spread, definitions: [...spread.definitions, ...named] }));
};

const withoutFragments = (document: DocumentNode): DocumentNode => visit(document, { SelectionSet: { leave: (node) => (
  { ...node, selections: node.selections.flatMap((selection) => (selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet.selections : [selection])) }) } });

test('fragments cost what they cost written out', () => {
  fc.assert(fc.property(OPERATION, SIZE, SIZE, (document, n, m) => {
    const costs = [document, withNamedFragments(document), withoutFragments(document)].map((same) => estimatedCost(compile(same).plan, { n, m }, 1000));
    expect(new Set(costs).size).toBe(1);
  }), { numRuns: 100 });
});

/** An answer with as many items as were asked for: the most that it can be. */
const answerOf = (set: { selections: readonly any[] }, sizes: Record<string, number>, edges: number): Record<string, unknown> => Object.fromEntries(set.selections.map((node): [string, unknown] => {
  const name = node.name.value;
  const size = node.arguments?.[0]?.value.kind === Kind.VARIABLE ? sizes[node.arguments[0].value.name.value] : 1;
  if (!node.selectionSet) return [name, name === 'chapters' ? ['c'] : 'x'];
  const inner = answerOf(node.selectionSet, sizes, name === 'shelf' ? size : edges);
  const count = name === 'books' ? size : name === 'wells' ? 96 : name === 'edges' || name === 'nodes' ? edges : null;
  return [(node.alias ?? node.name).value, count === null ? inner : Array.from({ length: count }, () => inner)];
}));

test('what an operation did cost is never more than was estimated', () => {
  fc.assert(fc.property(OPERATION, fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }), (document, n, m) => {
    const { plan } = compile(document);
    const data = answerOf((withoutFragments(document).definitions[0] as OperationDefinitionNode).selectionSet, { n, m }, 0);
    expect(actualCost(plan, data, { n, m })).toBeLessThanOrEqual(estimatedCost(plan, { n, m }, 1000));
  }), { numRuns: 100 });
});
