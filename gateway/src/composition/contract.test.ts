import { readFileSync } from 'node:fs';
import {
  buildSchema, getNamedType, isEnumType, isInputObjectType, isObjectType, isSpecifiedScalarType,
  type ASTNode, type ConstDirectiveNode, type GraphQLArgument, type GraphQLField, type GraphQLNamedType, type GraphQLType,
} from 'graphql';

const schema = buildSchema(readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8'), { assumeValidSDL: true });
const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.includes('__'));

const PUBLIC = ['Mutation.login', 'Mutation.logout', 'Mutation.refreshToken', 'Mutation.register'];
const PERMISSIONS = ['capture:image', 'capture:view', 'inference:run', 'results:view', 'results:review', 'results:delete',
  'interface:generate', 'interface:deliver', 'users:manage', 'roles:manage', 'audit:view'];

type WithDirectives = ASTNode & { directives?: readonly ConstDirectiveNode[] };
const directivesOf = (node: { astNode?: WithDirectives | null }, name: string): ConstDirectiveNode[] =>
  (node.astNode?.directives ?? []).filter((directive) => directive.name.value === name);
const hasRule = (node: { astNode?: WithDirectives | null }): boolean =>
  directivesOf(node, 'authenticated').length + directivesOf(node, 'requiresScopes').length > 0;

test('every root field but the four of signing in carries a permission rule', () => {
  const open = roots.flatMap((root) => Object.values(root.getFields()).filter((field) => !hasRule(field)).map((field) => `${root.name}.${field.name}`));
  expect(open.sort()).toEqual(PUBLIC);
});

test('every entity but User (read while signing in) carries a permission rule, so that _entities is no way around', () => {
  const entities = types.filter((type) => directivesOf(type, 'join__type').some((join) => join.arguments?.some((argument) => argument.name.value === 'key')));
  expect(entities.map(({ name }) => name).sort()).toEqual(['Image', 'InterfaceFile', 'Plate', 'Run', 'Sample', 'User']);
  expect(entities.filter((type) => !hasRule(type)).map(({ name }) => name)).toEqual(['User']);
});

test('rules ask for permissions that exist', () => {
  const text = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const asked = [...text.matchAll(/@requiresScopes\(scopes: (\[\[.*?\]\])\)/g)].flatMap(([, sets]) => JSON.parse(sets).flat() as string[]);
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((permission) => !PERMISSIONS.includes(permission))).toEqual([]);
});

type Part = Pick<GraphQLArgument, 'name' | 'description' | 'type'>;

/** Needs no words: ids, places in a list, and whatever has a type of ours, which has its own docstring. */
const explained = (part: Part | GraphQLField<unknown, unknown>): boolean =>
  Boolean(part.description) || ['id', 'after', 'cursor'].includes(part.name) || !isSpecifiedScalarType(getNamedType(part.type as GraphQLType) as GraphQLNamedType);

const partsOf = (type: GraphQLNamedType): string[] => {
  if (isEnumType(type)) return type.getValues().filter((value) => !value.description).map((value) => value.name);
  if (!isObjectType(type) && !isInputObjectType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    ...(explained(field) ? [] : [field.name]),
    ...('args' in field ? field.args.filter((argument: GraphQLArgument) => !explained(argument)).map((argument: GraphQLArgument) => `${field.name}(${argument.name})`) : []),
  ]);
};

test('every type, enum value, field and argument has a docstring or a type that explains it', () => {
  const bare = types.filter((type) => !isSpecifiedScalarType(type) && !roots.includes(type as never) && !type.description).map(({ name }) => name);
  const parts = types.flatMap((type) => partsOf(type).map((part) => `${type.name}.${part}`));
  expect([...bare, ...parts]).toEqual([]);
});

test('every root field has a docstring of its own', () => {
  expect(roots.flatMap((root) => Object.values(root.getFields())).filter((field) => !field.description).map(({ name }) => name)).toEqual([]);
});
