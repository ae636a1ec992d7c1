import fc from 'fast-check';
import { getIntrospectionQuery, parse } from 'graphql';
import { checkLimits, isDeeperThan } from './limit-rules.ts';

const LIMITS = { maxDepth: 15, maxAliases: 30, maxFields: 200, maxRootFields: 500, maxDirectives: 50, maxFragments: 100, maxListSize: 1000 };
const check = (query: string, limits: Partial<typeof LIMITS> = {}) => checkLimits(parse(query), { ...LIMITS, ...limits });
const nested = (depth: number) => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;

test('depth is counted in fields, at its limit and one past it', () => {
  expect(() => check(nested(15))).not.toThrow();
  expect(() => check(nested(16))).toThrow(expect.objectContaining({ code: 'GRAPHQL_LIMIT_EXCEEDED' }));
  expect(() => check('{ ... { ... { ... { a } } } }', { maxDepth: 1 })).not.toThrow();
});

test('depth reaches through fragments, wherever they stand in the document', () => {
  const query = 'fragment B on T { b { c } } query { a { ...A } } fragment A on T { ...B }';
  expect(() => check(query, { maxDepth: 3 })).not.toThrow();
  expect(() => check(query, { maxDepth: 2 })).toThrow('levels');
});

test('aliases and fields count as often as their fragment is spread, a doubling a level', () => {
  const levels = Array.from({ length: 12 }, (_, index) => `fragment F${index} on T { a: x { ...F${index + 1} } b: x { ...F${index + 1} } }`);
  const bomb = `{ ...F0 } ${levels.join(' ')} fragment F12 on T { c }`;
  expect(() => check(bomb)).toThrow('aliases');
  expect(() => check(bomb.replaceAll(/[ab]: x/g, 'x'))).toThrow('fields');
});

test('fragments in a circle end, and so do missing ones', () => {
  expect(() => check('{ ...A } fragment A on T { x { ...B } } fragment B on T { y { ...A } }')).not.toThrow();
  expect(() => check('{ ...Nowhere }')).not.toThrow();
});

test('introspection does not count for depth, its aliases do', () => {
  expect(() => check(getIntrospectionQuery(), { maxDepth: 2, maxFields: 500 })).not.toThrow();
  expect(() => check('{ a: __typename b: __typename }', { maxAliases: 1 })).toThrow('aliases');
});

test('literal values may be nested a little, as arguments, in directives and as defaults', () => {
  const list = (depth: number) => `${'['.repeat(depth)}${'{ a: 1 }'}${']'.repeat(depth)}`;
  for (const place of [(value: string) => `{ a(b: ${value}) }`, (value: string) => `{ a @b(c: ${value}) }`, (value: string) => `query($a: T = ${value}) { a }`]) {
    expect(() => check(place(list(7)))).not.toThrow();
    expect(() => check(place(list(8)))).toThrow(expect.objectContaining({ code: 'GRAPHQL_LIMIT_EXCEEDED' }));
  }
});

test('the depth of any value is told, however deep', () => {
  const wrap = (depth: number) => { let value: unknown = {}; for (let level = 0; level < depth; level += 1) value = level % 2 ? [value] : { value }; return value; };
  fc.assert(fc.property(fc.nat(60), fc.nat(60), (depth, most) => isDeeperThan(wrap(depth), most) === depth > most));
  expect(isDeeperThan(wrap(200_000), 32)).toBe(true);
  expect(isDeeperThan('text', 0)).toBe(false);
});
