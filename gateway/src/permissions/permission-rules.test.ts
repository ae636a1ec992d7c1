import { parse } from 'graphql';
import { extractRules } from './permission-rules.ts';

const SUPERGRAPH = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/cost/v0.1") { query: Query }
directive @link(url: String, for: Purpose) repeatable on SCHEMA
directive @authenticated on FIELD_DEFINITION | OBJECT
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
type Query { me: User @authenticated all: [User] @requiresScopes(scopes: [["a", "b"], ["c"]]) vip(first: Int): [Int] @policy(policies: [["x", "y"], ["z"]]) @cost(weight: 3) @listSize(slicingArguments: ["first"]) open: Int }
type User @requiresScopes(scopes: [["d"]]) { id: ID! }`;

test('rules are read by coordinate and leave nothing behind in the SDL', () => {
  const { rules, sdl } = extractRules(SUPERGRAPH);
  expect([...rules]).toEqual([
    ['Query.me', { signedIn: true, scopes: [], policies: [] }],
    ['Query.all', { signedIn: false, scopes: [[['a', 'b'], ['c']]], policies: [] }],
    ['Query.vip', { signedIn: false, scopes: [], policies: [[['x', 'y'], ['z']]] }],
    ['User', { signedIn: false, scopes: [[['d']]], policies: [] }],
  ]);
  expect(sdl).not.toMatch(/authenticated|requiresScopes|policy|cost|listSize/);
  expect(sdl).toContain('specs.apollo.dev/link/v1.0');
  expect(() => parse(sdl)).not.toThrow();
});

test('a field computed from another asks what that one and the types on the way ask, each once', () => {
  const { rules } = extractRules(`type T @join__type(graph: A) {
    secret: S @requiresScopes(scopes: [["s"]])
    open: String @join__field(graph: B, requires: "secret { ... on S { deep } }") @requiresScopes(scopes: [["s"]])
    other: String @join__field(graph: B, requires: "plain")
    plain: String
  }
  type S @authenticated { deep: Int @policy(policies: [["p"]]) }`);
  expect(rules.get('T.open')).toEqual({ signedIn: true, scopes: [[['s']]], policies: [[['p']]] });
  expect(rules.has('T.other')).toBe(false);
});
