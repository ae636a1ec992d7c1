import {
  getNamedType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isRequiredArgument,
  type GraphQLCompositeType, type GraphQLField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';
import type { Random } from './random.ts';

export interface RandomOperation { query: string; variables: Record<string, unknown> }

interface Writing { schema: GraphQLSchema; random: Random; variables: Map<string, { type: string; value: unknown; fallback: string }>; fragments: string[]; left: number; deepest: number }

/** Not every one is valid (fields of one name may clash): validate before use. */
export const randomOperation = (schema: GraphQLSchema, random: Random, deepest: number): RandomOperation => {
  const mutation = schema.getMutationType();
  const isMutation = mutation && random.chance(0.1);
  const writing: Writing = { schema, random, variables: new Map(), fragments: [], left: 40, deepest };
  const selections = selectionSet(writing, isMutation ? mutation : schema.getQueryType()!, 0);
  const parameters = [...writing.variables].map(([name, { type, fallback }]) => `$${name}: ${type}${fallback}`);
  const given = [...writing.variables].filter(([, { fallback }]) => !fallback || random.chance(0.5));
  return {
    query: `${isMutation ? 'mutation' : 'query'} ${random.chance(0.5) ? 'Random' : ''}${parameters.length ? `(${parameters.join(', ')})` : ''} ${selections}\n${writing.fragments.join('\n')}`,
    variables: Object.fromEntries(given.map(([name, { value }]) => [name, value])),
  };
};

const selectionSet = (writing: Writing, type: GraphQLCompositeType, depth: number): string => {
  const { random } = writing;
  const parts: string[] = [];
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    if (random.chance(0.2) || !('getFields' in type)) parts.push(fragment(writing, type, depth));
    else parts.push(field(writing, random.pick(visibleFields(type)), depth));
  }
  const written = parts.filter(Boolean);
  if (written.length === 0 || random.chance(0.15)) written.push(random.chance(0.2) ? 'kind: __typename' : '__typename');
  return `{ ${written.join(' ')} }`;
};

const visibleFields = (type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] => ('getFields' in type ? Object.values(type.getFields()).filter(({ name }) => !name.startsWith('_')) : []);

/** Names that are no fields' own. */
const ALIASES = ['x', 'y', 'zed'];

const field = (writing: Writing, { name, type, args }: GraphQLField<unknown, unknown>, depth: number): string => {
  const { random } = writing;
  writing.left -= 1;
  const inner = getNamedType(type);
  if (writing.left <= 0 || (isCompositeType(inner) && depth >= writing.deepest)) return '';
  const given = args.filter((argument) => isRequiredArgument(argument) || random.chance(0.5)).map((argument) => `${argument.name}: ${argumentValue(writing, argument.type)}`);
  const alias = random.chance(0.2) ? `${random.pick(ALIASES)}: ` : '';
  return `${alias}${name}${given.length ? `(${given.join(', ')})` : ''}${directive(writing)}${isCompositeType(inner) ? ` ${selectionSet(writing, inner, depth + 1)}` : ''}`;
};

const fragment = (writing: Writing, type: GraphQLCompositeType, depth: number): string => {
  const { random, schema } = writing;
  if (depth >= writing.deepest) return '';
  const condition = random.pick(conditionsOn(schema, type));
  const selections = selectionSet(writing, condition, depth + 1);
  if (random.chance(0.3)) {
    const name = `F${writing.fragments.length + 1}`;
    writing.fragments.push(`fragment ${name} on ${condition.name} ${selections}`);
    return `...${name}${directive(writing)}`;
  }
  return condition === type && random.chance(0.5) ? `...${directive(writing)} ${selections}` : `... on ${condition.name}${directive(writing)} ${selections}`;
};

const conditionsOn = (schema: GraphQLSchema, type: GraphQLCompositeType): GraphQLCompositeType[] => {
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const interfaces = possible.flatMap((one) => (isObjectType(one) ? one.getInterfaces() : []));
  return [type, ...possible, ...interfaces];
};

const directive = (writing: Writing): string => {
  const { random } = writing;
  if (!random.chance(0.12)) return '';
  const name = random.pick(['skip', 'include']);
  if (random.chance(0.3)) return ` @${name}(if: ${random.chance(0.5)})`;
  const variable = random.pick(['p', 'q']);
  if (!writing.variables.has(variable)) {
    const hasDefault = random.chance(0.3);
    writing.variables.set(variable, { type: hasDefault ? 'Boolean' : 'Boolean!', value: random.chance(0.5), fallback: hasDefault ? ` = ${random.chance(0.5)}` : '' });
    // A nullable one may stand where a default makes it whole.
    if (hasDefault) writing.variables.get(variable)!.type = 'Boolean!';
  }
  return ` @${name}(if: $${variable})`;
};

const argumentValue = (writing: Writing, type: GraphQLInputType): string => {
  const value = inputValue(writing.random, type);
  if (!writing.random.chance(0.4) || isInputObjectType(getNamedType(type))) return literal(value, type);
  const name = `v${writing.variables.size}`;
  writing.variables.set(name, { type: String(type), value, fallback: '' });
  return `$${name}`;
};

const inputValue = (random: Random, type: GraphQLInputType): unknown => {
  if (isNonNullType(type)) return inputValue(random, type.ofType);
  if (isListType(type)) return Array.from({ length: random.below(3) }, () => inputValue(random, type.ofType));
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) return Object.fromEntries(Object.values(type.getFields()).filter((given) => isNonNullType(given.type) || random.chance(0.5)).map((given) => [given.name, inputValue(random, given.type)]));
  switch (type.name) {
    case 'Int': return 1 + random.below(5);
    case 'Float': return random.below(100) / 4;
    case 'Boolean': return random.chance(0.5);
    default: return `i${random.below(6)}`;
  }
};

const literal = (value: unknown, type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (isListType(type)) return `[${(value as unknown[]).map((item) => literal(item, type.ofType)).join(', ')}]`;
  if (isEnumType(type)) return String(value);
  if (isInputObjectType(type)) return `{ ${Object.entries(value as object).map(([name, inner]) => `${name}: ${literal(inner, type.getFields()[name].type)}`).join(', ')} }`;
  return JSON.stringify(value);
};
