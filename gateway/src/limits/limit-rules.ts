import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { CodedError } from '@microplate/platform/errors';

export interface OperationLimits {
  /** Levels of fields, the root's being 1; introspection does not count. */
  maxDepth: number;
  /** Lexical tokens of the document. */
  maxTokens: number;
  /** Aliases (of `__typename` too), all fields and all directives, with fragments counted as often as they are spread. */
  maxAliases: number;
  maxFields: number;
  maxDirectives: number;
  /** Fields of the operation itself, its fragments' with them. */
  maxRootFields: number;
  /** Fragments that the document defines. */
  maxFragments: number;
  /** Items of a list that is given, and that a slicing argument such as `first` asks for. */
  maxListSize: number;
  /** What an operation may cost with its variables; see budgets/. */
  maxCost: number;
}

export const limitExceeded = (what: string, limit: number): CodedError =>
  new CodedError('GRAPHQL_LIMIT_EXCEEDED', `The operation has more than ${limit} ${what}. Ask in smaller pieces.`, { limit, what });

/** The planner's time doubles with each level of a literal (20 levels cost it seconds); variables cost it nothing. */
const MOST_NESTED_LITERALS = 8;

const MOST_NESTED_VARIABLES = 32;

/** No selection has a use for more than `@skip` and `@include`. */
const MOST_DIRECTIVES_OF_ONE = 5;

interface Size { depth: number; aliases: number; fields: number; directives: number; direct: number }

const NOTHING: Size = { depth: 0, aliases: 0, fields: 0, directives: 0, direct: 0 };

type Limits = Omit<OperationLimits, 'maxTokens' | 'maxCost'>;

/**
 * Checks every operation of a document that is parsed but not yet validated: fragments may be missing or run in circles.
 * @throws CodedError GRAPHQL_LIMIT_EXCEEDED
 */
export const checkLimits = (document: DocumentNode, limits: Limits): void => {
  const atMost = (found: number, limit: number, what: string) => { if (found > limit) throw limitExceeded(what, limit); };
  atMost(document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length, limits.maxFragments, 'fragments');
  const literals = measureLiterals(document);
  atMost(literals.depth, MOST_NESTED_LITERALS, 'levels in a literal value');
  atMost(literals.items, limits.maxListSize, 'items in a list');
  atMost(literals.directivesOfOne, MOST_DIRECTIVES_OF_ONE, 'directives at one place');
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, fields, directives, direct } = measure(definition.selectionSet);
    const own = [definition, ...definition.variableDefinitions ?? []].reduce((total, { directives: found = [] }) => total + found.length, 0);
    atMost(depth, limits.maxDepth, 'levels');
    atMost(aliases, limits.maxAliases, 'aliases');
    atMost(fields, limits.maxFields, 'fields');
    atMost(direct, limits.maxRootFields, 'root fields');
    atMost(directives + own, limits.maxDirectives, 'directives');
  }
};

const measureLiterals = (document: DocumentNode): { depth: number; items: number; directivesOfOne: number } => {
  const found = { depth: 0, items: 0, directivesOfOne: 0 };
  let depth = 0;
  const enter = () => { depth += 1; found.depth = Math.max(found.depth, depth); };
  const leave = () => { depth -= 1; };
  visit(document, {
    ListValue: { enter: ({ values }) => { enter(); found.items = Math.max(found.items, values.length); }, leave },
    ObjectValue: { enter, leave },
    enter: (node) => { if ('directives' in node && node.directives) found.directivesOfOne = Math.max(found.directivesOfOne, node.directives.length); },
  });
  return found;
};

/** Each fragment is measured once, however often it is spread; one within itself counts as nothing (validation refuses it). */
const createMeasure = (document: DocumentNode) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Size>();
  const ofFragment = (name: string): Size => {
    const fragment = fragments.get(name);
    if (!known.has(name) && fragment) {
      known.set(name, NOTHING);
      known.set(name, measure(fragment.selectionSet));
    }
    return known.get(name) ?? NOTHING;
  };
  const within = (selection: SelectionNode): Size => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    return selection.selectionSet ? measure(selection.selectionSet) : NOTHING;
  };
  const measure = ({ selections }: SelectionSetNode): Size => selections.reduce((total, selection) => added(total, selection, within(selection)), NOTHING);
  return measure;
};

const added = (total: Size, selection: SelectionNode, inner: Size): Size => {
  const isField = selection.kind === Kind.FIELD;
  const isIntrospection = isField && selection.name.value.startsWith('__');
  return {
    depth: Math.max(total.depth, isIntrospection ? 1 : inner.depth + (isField ? 1 : 0)),
    aliases: total.aliases + inner.aliases + (isField && selection.alias ? 1 : 0),
    fields: total.fields + inner.fields + (isField ? 1 : 0),
    directives: total.directives + inner.directives + (selection.directives?.length ?? 0),
    direct: total.direct + (isField ? 1 : inner.direct),
  };
};

/** @throws CodedError GRAPHQL_LIMIT_EXCEEDED for variables that are nested too deep or hold too long a list. */
export const checkVariables = (variables: Readonly<Record<string, unknown>>, maxListSize: number): void => {
  if (isDeeperThan(variables, MOST_NESTED_VARIABLES)) throw limitExceeded('levels in its variables', MOST_NESTED_VARIABLES);
  if (longestList(variables) > maxListSize) throw limitExceeded('items in a list', maxListSize);
};

/** Its recursion is bounded by {@link MOST_NESTED_VARIABLES}. */
const longestList = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let longest = Array.isArray(value) ? value.length : 0;
  for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) longest = Math.max(longest, longestList(item));
  return longest;
};

/** True where `value` is nested deeper than `most`; needs no stack, so no depth can break it. */
export const isDeeperThan = (value: unknown, most: number): boolean => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item).filter((inner) => typeof inner === 'object' && inner !== null) : []));
  }
  return false;
};
