import type { GraphQLSchema } from 'graphql';
import type { ConditionNode, FetchNode, FlattenNode, PlanNode } from '@apollo/query-planner';
import type { Send, SubgraphError, SubgraphResult } from './batch.ts';
import { compileFetch, type Fetch, type FetchOptions } from './fetch.ts';
import { forEachAt, mergeInto, type Json } from './json-rules.ts';
import type { Represent, Representation } from './representations.ts';
import { applyRewrites } from './rewrites.ts';
import type { Conditions, Variables } from './selection-rules.ts';
import { isOfType } from './type-rules.ts';

/** An error of the answer, as data. */
export interface ExecutionError { message: string; path?: readonly (string | number)[]; extensions: Record<string, unknown> }

/** One run of a plan: what has been fetched so far. */
export interface Execution {
  data: Json;
  errors: ExecutionError[];
  variables: Variables;
  send: Send;
  fetchEntities(fetch: Fetch, representations: readonly string[]): Promise<SubgraphResult>;
}

/** A part of a plan, compiled. */
export type Step = (execution: Execution) => Promise<void>;

export interface StepOptions extends FetchOptions {
  schema: GraphQLSchema;
  conditions: Conditions;
  /** Interfaces' names: by these a subgraph speaks of objects whose type it does not know (`@interfaceObject`). */
  interfaces: ReadonlySet<string>;
  /** Fetches that can't be made, and why: {@link suppliersFirst}. */
  unsupplied?: ReadonlyMap<FetchNode, string>;
}

/** @param path where in the data the node works; `@` stands for every element of a list. */
export const compileNode = (node: PlanNode, options: StepOptions, path: readonly string[] = []): Step => {
  switch (node.kind) {
    case 'Sequence': return inSequence(node.nodes.map((inner) => compileNode(inner, options, path)));
    case 'Parallel': return inParallel(node.nodes.map((inner) => compileNode(inner, options, path)));
    case 'Flatten': return compileFlatten(node, options, path);
    case 'Condition': return compileCondition(node, options, path);
    case 'Fetch': return compileFetchStep(node, options, path);
    default: throw new TypeError(`A plan with "${node.kind}" can't be executed.`);
  }
};

const compileFlatten = (node: FlattenNode, options: StepOptions, path: readonly string[]): Step => compileNode(node.node, options, [...path, ...node.path.map(String)]);

const inSequence = (steps: readonly Step[]): Step => async (execution) => {
  for (const step of steps) await step(execution);
};

const inParallel = (steps: readonly Step[]): Step => async (execution) => {
  await Promise.all(steps.map((step) => step(execution)));
};

const compileCondition = ({ condition, ifClause, elseClause }: ConditionNode, options: StepOptions, path: readonly string[]): Step => {
  const whenTrue = ifClause && compileNode(ifClause, options, path);
  const whenFalse = elseClause && compileNode(elseClause, options, path);
  return async (execution) => (options.conditions.isTrue(options.outerName(condition), execution.variables) ? whenTrue : whenFalse)?.(execution);
};

const compileFetchStep = (node: FetchNode, options: StepOptions, path: readonly string[]): Step => {
  const reason = options.unsupplied?.get(node);
  if (reason) return refusal(node, reason, options, path);
  const fetch = compileFetch(node, options);
  return fetch.represent ? entityStep(fetch, options, path) : rootStep(fetch, options, path);
};

/** An error where there is an entity that it concerns: by its `@skip` and `@include`, an operation may never get there. */
const refusal = ({ requires = [] }: FetchNode, message: string, { schema }: StepOptions, path: readonly string[]): Step => async ({ data, errors }) => {
  const isMeant = (entity: Json): boolean => requires.some((selection) => selection.kind === 'InlineFragment' && isOfType(schema, entity.__typename, selection.typeCondition));
  if (objectsAt(data, path).some(isMeant)) errors.push({ message, extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
};

/** What a fetch throws is an error of the answer. */
const tellFailure = ({ errors }: Execution, { service }: Fetch, error: unknown): void => { errors.push(errorOf(service, error as Error & SubgraphError)); };

const rootStep = (fetch: Fetch, options: StepOptions, path: readonly string[]): Step => async (execution) => {
  try {
    if (path.length > 0 && objectsAt(execution.data, path).length === 0) return;
    mergeRoot(execution, fetch, options, path, await execution.send(fetch.service, fetch.request(execution.variables)));
  } catch (error) {
    tellFailure(execution, fetch, error);
  }
};

/** Merges the answer of a fetch from a subgraph's root; a subscription's event is one. */
export const mergeRoot = (execution: Execution, fetch: Fetch, { schema, interfaces, outerName }: StepOptions, path: readonly string[], { data, errors }: SubgraphResult): void => {
  // What was fetched for all elements of a list at once has no one place.
  const placeOf = (at: SubgraphError['path']) => (at && !path.includes('@') ? [...path, ...at].map((name) => outer(name, outerName)) : undefined);
  for (const error of errors ?? []) execution.errors.push(errorOf(fetch.service, error, placeOf(error.path)));
  if (!data) return;
  applyRewrites(schema, fetch.rewrites, data);
  for (const object of objectsAt(execution.data, path)) mergeInto(object, data, interfaces);
};

const objectsAt = (data: Json, path: readonly string[]): Json[] => {
  const objects: Json[] = [];
  forEachAt(data, path, (object) => objects.push(object));
  return objects;
};

/** The entities at a path, and what is asked for them: equal ones are asked for once. */
interface Asked { entities: Json[]; answers: number[]; representations: string[] }

const entityStep = (fetch: Fetch, options: StepOptions, path: readonly string[]): Step => async (execution) => {
  try {
    const asked = represent(execution.data, path, fetch.represent!);
    if (asked.representations.length > 0) mergeEntities(execution, fetch, options, path, asked, await execution.fetchEntities(fetch, asked.representations));
  } catch (error) {
    tellFailure(execution, fetch, error);
  }
};

const mergeEntities = (execution: Execution, fetch: Fetch, options: StepOptions, path: readonly string[], asked: Asked, { data, errors }: SubgraphResult): void => {
  if (errors?.length) tellErrors(execution, fetch, options, path, asked, errors);
  if (!data) return;
  const received = data._entities;
  if (!Array.isArray(received) || received.length !== asked.representations.length) throw new Error(`Expected "data._entities" to contain ${asked.representations.length} elements`);
  if (fetch.rewrites) rewriteReceived(asked, received, fetch, options);
  for (let index = 0; index < asked.entities.length; index += 1) {
    const answer = received[asked.answers[index]] as Json | null;
    if (answer) mergeInto(asked.entities[index], answer, options.interfaces);
  }
};

const represent = (data: Json, path: readonly string[], representationOf: Represent): Asked => {
  const asked: Asked = { entities: [], answers: [], representations: [] };
  const byType = new Map<Representation, Map<unknown, number>>();
  let last: Representation | undefined;
  let known = new Map<unknown, number>();
  forEachAt(data, path, (entity) => {
    const representation = representationOf(entity);
    if (representation !== last) {
      last = representation;
      byType.set(representation, known = byType.get(representation) ?? new Map());
    }
    const identity = representation.identity(entity);
    if (identity === undefined) return;
    let answer = known.get(identity);
    if (answer === undefined) known.set(identity, answer = asked.representations.push(representation.text(entity, identity)) - 1);
    asked.entities.push(entity);
    asked.answers.push(answer);
  });
  return asked;
};

/** An answer that does not say its type is of its entity's. */
const rewriteReceived = ({ entities, answers }: Asked, received: readonly unknown[], fetch: Fetch, { schema }: StepOptions): void => {
  entities.forEach((entity, index) => {
    const answer = received[answers[index]] as Json | null;
    if (answer && !answer.__typename) answer.__typename = entity.__typename;
  });
  applyRewrites(schema, fetch.rewrites, received);
};

/** An error of one entity is told at every place where that entity stands. */
const tellErrors = (execution: Execution, fetch: Fetch, { outerName }: StepOptions, path: readonly string[], { entities, answers }: Asked, errors: readonly SubgraphError[]): void => {
  const placesOf = new Map<Json, number>();
  entities.forEach((entity, index) => placesOf.set(entity, answers[index]));
  const places: (readonly (string | number)[])[][] = [];
  forEachAt(execution.data, path, (entity, at) => {
    const answer = placesOf.get(entity);
    if (answer !== undefined) (places[answer] ??= []).push([...at]);
  }, []);
  for (const error of errors) {
    const [root, index, ...rest] = error.path ?? [];
    const found = root === '_entities' && typeof index === 'number' ? places[index] : undefined;
    if (!found) execution.errors.push(errorOf(fetch.service, error));
    for (const place of found ?? []) execution.errors.push(errorOf(fetch.service, error, [...place, ...rest].map((name) => outer(name, outerName))));
  }
};

const outer = (name: string | number, outerName: (name: string) => string): string | number => (typeof name === 'string' ? outerName(name) : name);

const errorOf = (serviceName: string, { message, extensions }: SubgraphError, path?: readonly (string | number)[]): ExecutionError => ({
  message: message || `Error while fetching subquery from service "${serviceName}"`,
  ...(path ? { path } : {}),
  extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions, serviceName },
});
