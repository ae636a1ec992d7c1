import { buildSchema, getOperationAST, parse } from 'graphql';
import { sharingOf } from './sharing-rules.ts';

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription { events(id: ID!, after: String, kinds: [String!]): Event! cursorless(after: String): Other }
  type Event { cursor: String! kind: String since(after: String): Int } type Other { id: ID }`);

const sharing = (query: string) => {
  const document = parse(query);
  return sharingOf(schema, { document, operation: getOperationAST(document)!, queryHash: query } as never);
};

test('where it starts is no part of what a subscription tells', () => {
  const none = sharing('subscription { events(id: "1") { kind } }');
  expect(sharing('subscription { events(id: "1", after: "7") { kind } }')).toEqual(none);
  expect(sharing('subscription($from: String = "3") { events(id: "1", after: $from) { kind } }')).toEqual({ ...none, startVariable: 'from' });
});

test.each([
  ['another plate', 'subscription { events(id: "2", after: "7") { kind } }'],
  ['another selection', 'subscription { events(id: "1", after: "7") { cursor } }'],
  ['another alias', 'subscription { x: events(id: "1", after: "7") { kind } }'],
])('%s is another stream', (_what, query) => {
  expect(sharing(query).operation).not.toBe(sharing('subscription { events(id: "1", after: "7") { kind } }').operation);
});

test.each([
  ['a variable that says more than where to start', 'subscription($a: String!) { events(id: "1", kinds: [$a], after: $a) { kind } }'],
  ['one that is used further down', 'subscription($a: String!) { events(id: "1", after: $a) { since(after: $a) } }'],
  ['events without a cursor', 'subscription($a: String) { cursorless(after: $a) { id } }'],
])('%s: shared by equals alone', (_what, query) => {
  expect(sharing(query)).toEqual({ operation: `${query} `, startVariable: null });
});
