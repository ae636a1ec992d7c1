import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { CodedError } from '@microplate/platform/errors';

export interface OperationLimits {
  /** Levels of fields, the root's being 1; introspection does not count. */
  maxDepth: number;
  /** Lexical tokens of the document. */
  maxTokens: number;
  /** Aliases, and all fields, with fragments counted as often as they are spread. */
  maxAliases: number;
  maxFields: number;
}

export const limitExceeded = (what: string, limit: number): CodedError =>
  new CodedError('GRAPHQL_LIMIT_EXCEEDED', `The operation has more than ${limit} ${what}. Ask in smaller pieces.`, { limit, what });

/** The planner's time doubles with each level of a literal (20 levels cost it seconds); variables cost it nothing. */
const MOST_NESTED_LITERALS = 8;

interface Size { depth: number; aliases: number; fields: number }

/**
 * Checks every operation of a document that is parsed but not yet validated: fragments may be missing or run in circles.
 * @throws CodedError GRAPHQL_LIMIT_EXCEEDED
 */
export const checkLimits = (document: DocumentNode, limits: OperationLimits): void => {
  if (literalDepth(document) > MOST_NESTED_LITERALS) throw limitExceeded('levels in a literal value', MOST_NESTED_LITERALS);
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const { depth, aliases, fields } = measure(definition.selectionSet);
    if (depth > limits.maxDepth) throw limitExceeded('levels', limits.maxDepth);
    if (aliases > limits.maxAliases) throw limitExceeded('aliases', limits.maxAliases);
    if (fields > limits.maxFields) throw limitExceeded('fields', limits.maxFields);
  }
};

const literalDepth = (document: DocumentNode): number => {
  let depth = 0;
  let deepest = 0;
  const level = { enter: () => { depth += 1; deepest = Math.max(deepest, depth); }, leave: () => { depth -= 1; } };
  visit(document, { ListValue: level, ObjectValue: level });
  return deepest;
};

/** Each fragment is measured once, however often it is spread; one within itself counts as nothing (validation refuses it). */
const createMeasure = (document: DocumentNode) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Size>();
  const ofFragment = (name: string): Size => {
    const fragment = fragments.get(name);
    if (!known.has(name) && fragment) {
      known.set(name, { depth: 0, aliases: 0, fields: 0 });
      known.set(name, measure(fragment.selectionSet));
    }
    return known.get(name) ?? { depth: 0, aliases: 0, fields: 0 };
  };
  const measure = (set: SelectionSetNode): Size => {
    const total = { depth: 0, aliases: 0, fields: 0 };
    for (const selection of set.selections) {
      const isField = selection.kind === Kind.FIELD;
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value)
        : selection.selectionSet ? measure(selection.selectionSet) : { depth: 0, aliases: 0, fields: 0 };
      const isIntrospection = isField && selection.name.value.startsWith('__');
      total.depth = Math.max(total.depth, isIntrospection ? 1 : inner.depth + (isField ? 1 : 0));
      total.aliases += inner.aliases + (isField && selection.alias ? 1 : 0);
      total.fields += inner.fields + (isField ? 1 : 0);
    }
    return total;
  };
  return measure;
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
