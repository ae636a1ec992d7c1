import { Kind, OperationTypeNode, parse, print, stripIgnoredCharacters, type FieldNode, type OperationDefinitionNode } from 'graphql';
import type { FetchDataRewrite, FetchNode } from '@apollo/query-planner';
import { jsonOf } from './json-rules.ts';
import { compileRepresentation, type Represent, type RepresentOptions } from './representations.ts';
import type { Variables } from './selection-rules.ts';

/** One request to one subgraph. */
export interface FetchRequest {
  kind: `${OperationTypeNode}`;
  query: string;
  operationName?: string;
  /** What the client gave, less the representations of entities. */
  variables: Record<string, unknown>;
  /** `{ query, operationName, variables }` as JSON, ready to send. */
  body: string;
}

/** A fetch of a plan, with all that can be known before its data is there. */
export interface Fetch {
  service: string;
  kind: `${OperationTypeNode}`;
  query: string;
  operationName?: string;
  /** For fetches of entities. */
  represent: Represent | null;
  rewrites: readonly FetchDataRewrite[] | undefined;
  /** The request of some representations (as JSON) or, for a root fetch, of none. */
  request(variables: Variables, representations?: readonly string[]): FetchRequest;
  /** To combine with others; null where it is more than a plain call of `_entities`. */
  entities: EntitySelection | null;
}

/** What `_entities` is asked for, and the variables that takes, by name. */
export interface EntitySelection { selection: string; variables: ReadonlyMap<string, string> }

export interface FetchOptions extends RepresentOptions {
  /** A variable as the client named it. */
  outerName(name: string): string;
}

export const compileFetch = (node: FetchNode, options: FetchOptions): Fetch => {
  const { serviceName: service, operation: query, operationName, operationKind: kind, variableUsages = [], requires, inputRewrites, outputRewrites } = node;
  const names = variableUsages.map((inner) => ({ inner, outer: options.outerName(inner) }));
  const head = requestHead(query, operationName);
  return {
    service, query, operationName, kind, rewrites: outputRewrites,
    represent: requires ? compileRepresentation(options, requires, inputRewrites) : null,
    entities: requires ? entitySelectionOf(query) : null,
    request: (given, representations) => {
      const variables = pick(names, given);
      return { kind, query, operationName, variables, body: head + variablesJson(variables, representations ? [['representations', representations]] : []) };
    },
  };
};

interface Name { inner: string; outer: string }

const pick = (names: readonly Name[], given: Variables): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const { inner, outer } of names) if (Object.hasOwn(given, outer) && given[outer] !== undefined) picked[inner] = given[outer];
  return picked;
};

const requestHead = (query: string, operationName?: string): string =>
  `{"query":${JSON.stringify(query)},${operationName ? `"operationName":${JSON.stringify(operationName)},` : ''}"variables":`;

const variablesJson = (variables: Record<string, unknown>, representations: readonly (readonly [name: string, texts: readonly string[]])[]): string => {
  const parts = Object.entries(variables).map(([name, value]) => `${JSON.stringify(name)}:${jsonOf(value)}`);
  for (const [name, texts] of representations) parts.push(`"${name}":[${texts.join(',')}]`);
  return `{${parts.join(',')}}}`;
};

const entitySelectionOf = (query: string): EntitySelection | null => {
  const { definitions } = parse(query, { noLocation: true });
  const [operation] = definitions as readonly OperationDefinitionNode[];
  const [entities] = operation.selectionSet.selections as readonly FieldNode[];
  if (definitions.length > 1 || operation.directives?.length || operation.selectionSet.selections.length > 1 || entities.kind !== Kind.FIELD) return null;
  const variables = operation.variableDefinitions!.filter(({ variable }) => variable.name.value !== 'representations');
  return {
    selection: stripIgnoredCharacters(print(entities.selectionSet!)),
    variables: new Map(variables.map((definition) => [definition.variable.name.value, stripIgnoredCharacters(print(definition))])),
  };
};

/** Some fetches of entities of one subgraph as one: the answers of the first under `e0`, of the second under `e1`, and so on. */
export type CombinedRequest = (variables: Variables, representations: readonly (readonly string[])[]) => FetchRequest;

export const combineFetches = (fetches: readonly Fetch[], { outerName }: Pick<FetchOptions, 'outerName'>): CombinedRequest => {
  const definitions = new Map(fetches.flatMap(({ entities }) => [...entities!.variables]));
  const parameters = [...fetches.map((_fetch, index) => `$representations_${index}:[_Any!]!`), ...definitions.values()];
  const selections = fetches.map(({ entities }, index) => `e${index}:_entities(representations:$representations_${index})${entities!.selection}`);
  const [{ operationName }] = fetches;
  const query = `query ${operationName ?? ''}(${parameters.join(',')}){${selections.join(' ')}}`;
  const head = requestHead(query, operationName);
  const names = [...definitions.keys()].map((inner) => ({ inner, outer: outerName(inner) }));
  return (given, representations) => {
    const variables = pick(names, given);
    return { kind: 'query', query, operationName, variables, body: head + variablesJson(variables, representations.map((texts, index) => [`representations_${index}`, texts])) };
  };
};
