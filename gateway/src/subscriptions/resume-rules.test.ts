import { buildSchema, parse, validate } from 'graphql';
import { resumableOf } from './resume-rules.ts';

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription { events(id: ID!, after: String, kinds: [String!]): Event! plain(after: String): Int cursorless(after: String): Other state: Event }
  type Event { cursor: String! kind: String other: Other } type Other { id: ID }`);

const rewritten = (query: string, variables: Record<string, unknown> = {}) => {
  const { startOf, requestAfter, cursorOf } = resumableOf(schema, query)!;
  return { start: startOf(variables), requestAfter: (after: string | null) => requestAfter({ query, variables }, after), cursorOf };
};

test.each([
  ['no after', 'subscription { events(id: "1") { kind } }', {}, null],
  ['a literal', 'subscription { events(id: "1", after: "5") { kind } }', {}, '5'],
  ['a variable', 'subscription($a: String) { events(id: "1", after: $a) { kind } }', { a: '7' }, '7'],
  ['a variable that is null', 'subscription($a: String) { events(id: "1", after: $a) { kind } }', { a: null }, null],
  ['a variable left to its default', 'subscription($a: String = "9") { events(id: "1", after: $a) { kind } }', {}, '9'],
  ['a variable used elsewhere too', 'subscription($a: String!) { x: events(id: "1", kinds: [$a], after: $a) { cursor other { id } } }', { a: '3' }, '3'],
])('%s: it starts where it was asked to and is valid afterwards', (_what, query, variables, start) => {
  const { start: found, requestAfter } = rewritten(query, variables);
  const request = requestAfter('42');
  expect(found).toBe(start);
  expect(validate(schema, parse(request.query))).toEqual([]);
  expect(request.query).toContain('after: $resumeAfter');
  expect(request.variables).toEqual({ ...variables, resumeAfter: '42' });
});

test('the cursor is read under an alias and from an event without data', () => {
  const { cursorOf, requestAfter } = rewritten('subscription { x: events(id: "1") { kind } }');
  expect(requestAfter(null).query).toContain('resumeCursor: cursor');
  expect(cursorOf({ data: { x: { kind: 'A', resumeCursor: '8' } } })).toBe('8');
  expect([cursorOf({ data: null }), cursorOf({ data: { x: null } }), cursorOf({})]).toEqual([null, null, null]);
});

test.each(['subscription { plain }', 'subscription { cursorless { id } }', 'subscription { state { kind } }'])('%s can\'t be resumed', (query) => {
  expect(resumableOf(schema, query)).toBeNull();
});
