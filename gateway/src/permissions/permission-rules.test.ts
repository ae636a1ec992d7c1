import { parse } from 'graphql';
import { extractRules } from './permission-rules.ts';

const SUPERGRAPH = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY) { query: Query }
directive @link(url: String, for: Purpose) repeatable on SCHEMA
directive @authenticated on FIELD_DEFINITION | OBJECT
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT
type Query { me: User @authenticated all: [User] @requiresScopes(scopes: [["a", "b"], ["c"]]) open: Int }
type User @requiresScopes(scopes: [["d"]]) { id: ID! }`;

test('rules are read by coordinate and leave nothing behind in the SDL', () => {
  const { rules, sdl } = extractRules(SUPERGRAPH);
  expect([...rules]).toEqual([
    ['Query.me', { signedIn: true, scopes: [] }],
    ['Query.all', { signedIn: false, scopes: [[['a', 'b'], ['c']]] }],
    ['User', { signedIn: false, scopes: [[['d']]] }],
  ]);
  expect(sdl).not.toMatch(/authenticated|requiresScopes/);
  expect(sdl).toContain('specs.apollo.dev/link/v1.0');
  expect(() => parse(sdl)).not.toThrow();
});

test('a supergraph with rules that would not be enforced is refused', () => {
  expect(() => extractRules(SUPERGRAPH.replace('open: Int', 'open: Int @policy(policies: [["x"]])'))).toThrow('@policy');
});
