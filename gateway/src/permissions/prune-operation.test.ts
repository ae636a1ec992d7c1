import fc from 'fast-check';
import { buildSchema, execute, Kind, parse, print, validate, type DocumentNode, type ExecutionResult, type FragmentDefinitionNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { pruneOperation } from './prune-operation.ts';
import { restoreDenied } from './restore-denied.ts';

const SDL = `
  interface Thing { id: ID! label: String near: Thing parts: [Thing!] owner: Person! }
  union Any = Plate | Tube
  type Plate implements Thing { id: ID! label: String near: Thing parts: [Thing!] owner: Person! wells: [[Well!]]! first: Well! }
  type Tube implements Thing { id: ID! label: String near: Thing parts: [Thing!] owner: Person! volume: Int }
  type Well { name: String! plate: Plate any: Any }
  type Person { name: String things: [Thing]! }
  type Query { thing: Thing any: [Any!] plate: Plate! people: [Person!] }`;

const TYPES: Record<string, { fields: string[]; composite: Record<string, string>; within: string[] }> = {
  Query: { fields: [], composite: { thing: 'Thing', any: 'Any', plate: 'Plate', people: 'Person' }, within: ['Query'] },
  Thing: { fields: ['id', 'label', '__typename'], composite: { near: 'Thing', parts: 'Thing', owner: 'Person' }, within: ['Thing', 'Plate', 'Tube'] },
  Any: { fields: ['__typename'], composite: {}, within: ['Any', 'Plate', 'Tube', 'Thing'] },
  Plate: { fields: ['id', 'label'], composite: { near: 'Thing', parts: 'Thing', owner: 'Person', wells: 'Well', first: 'Well' }, within: ['Plate', 'Thing', 'Any'] },
  Tube: { fields: ['id', 'label', 'volume'], composite: { near: 'Thing', owner: 'Person' }, within: ['Tube', 'Thing'] },
  Well: { fields: ['name'], composite: { plate: 'Plate', any: 'Any' }, within: ['Well'] },
  Person: { fields: ['name'], composite: { things: 'Thing' }, within: ['Person'] },
};

const DENIABLE = ['Plate', 'Tube', 'Well', 'Person', 'Plate.label', 'Tube.id', 'Plate.id', 'Tube.volume', 'Plate.first', 'Plate.owner', 'Tube.owner', 'Well.name', 'Person.name', 'Person.things', 'Query.plate', 'Query.people', 'Any'];

const CONDITION = fc.constantFrom('', '', '', ' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)', ' @skip(if: true)');

/** A selection set of `type`; aliases keep fields of the same name apart only now and then, so that they also merge. */
const selectionSet = (type: string, depth: number): fc.Arbitrary<string> => {
  const { fields, composite, within } = TYPES[type];
  const leaves = fields.map((name) => fc.tuple(CONDITION, fc.constantFrom('', '', `${type.toLowerCase()}_`)).map(([condition, alias]) => `${alias && !name.startsWith('__') ? `${alias}${name}: ` : ''}${name}${condition}`));
  const inner = depth > 0 ? [
    ...Object.entries(composite).map(([name, result]) => fc.tuple(CONDITION, selectionSet(result, depth - 1)).map(([condition, set]) => `${name}${condition} ${set}`)),
    ...within.map((other) => fc.tuple(CONDITION, selectionSet(other, depth - 1)).map(([condition, set]) => `... on ${other}${condition} ${set}`)),
    fc.tuple(CONDITION, selectionSet(type, depth - 1)).map(([condition, set]) => `...${condition || ' '} ${set}`),
  ] : [];
  const choices = [...leaves, ...inner];
  const fallback = type === 'Query' ? 'thing { id }' : type === 'Any' ? '__typename' : TYPES[type].fields[0];
  return fc.array(choices.length > 0 ? fc.oneof(...choices) : fc.constant(fallback), { minLength: 1, maxLength: 4 }).map((selections) => `{ ${selections.join(' ')} }`);
};

const schemaWith = (denied: ReadonlySet<string>): GraphQLSchema => {
  const schema = buildSchema(SDL);
  const make = (type: string, level: number): Record<string, unknown> => ({ __typename: type, level });
  const object = (type: string, level: number, index = 0) => make(type === 'Thing' || type === 'Any' ? (level + index) % 2 ? 'Plate' : 'Tube' : type, level);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!('getFields' in type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (!('args' in field)) continue;
      const named = String(field.type).replace(/[[\]!]/g, '');
      const isList = String(field.type).startsWith('[');
      field.resolve = ({ level }: { level: number }) => {
        if ([type.name, `${type.name}.${field.name}`, ...(named === 'Thing' ? [] : [named])].some((coordinate) => denied.has(coordinate))) throw new Error('denied');
        if (['ID', 'String', 'Int'].includes(named)) return level;
        const items = level > 3 ? [] : [object(named, level + 1), object(named, level + 1, 1)];
        return String(field.type).startsWith('[[') ? [items, items] : isList ? items : object(named, level + 1);
      };
    }
  }
  return schema;
};

const shown = schemaWith(new Set());

const prune = (document: DocumentNode, denied: readonly string[]) => {
  const operation = document.definitions.find((definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = new Map(document.definitions.filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
  return pruneOperation({ schema: shown, fragments, operation, denied: denied.map((coordinate) => ({ coordinate, needs: [['x']] })), maxFields: 5000 });
};

const VARIABLES = { yes: true, no: false };
const ROOT = { level: 0 };

const answerOf = (query: string, denied: readonly string[]) => {
  const { operation, root } = prune(parse(query), denied);
  const left = execute({ schema: shown, document: { kind: Kind.DOCUMENT, definitions: [operation] }, rootValue: ROOT, variableValues: VARIABLES }) as { data: Record<string, unknown>; errors?: unknown[] };
  if (left.errors) throw new Error(`what is left should not fail: ${String(left.errors[0])}`);
  return { text: print(operation), result: restoreDenied(root, left as ExecutionResult, { signedIn: true, variables: VARIABLES }) };
};

test('what is left and put back is what an executor answers whose denied fields fail', () => {
  const denying = new Set<string>();
  const failing = schemaWith(denying);
  const operations = fc.tuple(selectionSet('Query', 3), fc.uniqueArray(fc.constantFrom(...DENIABLE), { minLength: 1, maxLength: 4 }));
  let withErrors = 0;
  fc.assert(fc.property(operations, ([set, denied]) => {
    const query = `query($yes: Boolean!, $no: Boolean!) ${set}`;
    fc.pre(validate(shown, parse(query)).every(({ message }) => message.includes('never used')));
    denying.clear();
    for (const coordinate of denied) denying.add(coordinate);
    const expected = execute({ schema: failing, document: parse(query), rootValue: ROOT, variableValues: VARIABLES }) as { data: unknown; errors?: unknown[] };
    const { result } = answerOf(query, denied);
    expect(result.data).toEqual(expected.data);
    expect(Boolean(result.errors?.length)).toBe(Boolean(expected.errors?.length));
    if (expected.errors) withErrors += 1;
  }), { numRuns: 80 });
  expect(withErrors).toBeGreaterThan(10);
});

test('nothing denied is left to fetch, for each type that it is denied on', () => {
  const { text } = answerOf('query($yes: Boolean!, $no: Boolean!) { thing { label id } any { ... on Plate { id } ... on Tube { volume } } }', ['Plate.label', 'Tube.volume']);
  expect(text.replace(/\s+/g, ' ')).toBe('query ($yes: Boolean!, $no: Boolean!) { thing { _deniedTypeOf: __typename ... on Tube { label } id } any { _deniedTypeOf: __typename ... on Plate { id } } }');
});

test('a field that one of many types denies is written for each of the others, within the limit of fields', () => {
  const schema = buildSchema(`interface N { n: N } ${['A', 'B', 'C', 'D'].map((name) => `type ${name} implements N { n: N }`).join(' ')} type Query { n: N }`);
  const operationOf = (depth: number) => parse(`{ n ${'{ n '.repeat(depth)} { __typename } ${'}'.repeat(depth)} }`).definitions[0] as OperationDefinitionNode;
  const pruned = (depth: number) => pruneOperation({ schema, fragments: new Map(), operation: operationOf(depth), denied: [{ coordinate: 'A.n', needs: [] }], maxFields: 2000 });
  expect(print(pruned(3).operation).match(/ n /g)).toHaveLength(1 + 3 + 9 + 27);
  expect(() => pruned(14)).toThrow(expect.objectContaining({ code: 'GRAPHQL_LIMIT_EXCEEDED' }));
});

test('the gateway\'s own alias can\'t be taken', () => {
  expect(() => prune(parse('{ thing { _deniedTypeOf: id label } }'), ['Plate.label'])).toThrow(expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }));
});

test('an error says where, what and what it takes, and what was not asked for is not told', () => {
  const query = 'query($yes: Boolean!, $no: Boolean!) { people { name @include(if: $no) } thing { ... on Plate { first { ...F } here: label } } } fragment F on Well { plate { id } }';
  const { result } = answerOf(query, ['Person.name', 'Plate.label', 'Plate.id']);
  expect(result.errors!.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['thing', 'first', 'plate', 'id'], { code: 'FORBIDDEN', coordinate: 'Plate.id', needs: [['x']] }],
    [['thing', 'here'], { code: 'FORBIDDEN', coordinate: 'Plate.label', needs: [['x']] }],
  ]);
  expect(result.data).toEqual({ people: [{}, {}], thing: { first: { plate: null }, here: null } });
});

test('`__proto__` is a response key like any other', () => {
  expect(Object.keys(answerOf('{ __proto__: plate { id label } }', ['Plate.label']).result.data!)).toEqual(['__proto__']);
});
