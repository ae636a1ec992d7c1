import { execute, Kind, type DocumentNode, type FieldNode, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import { createBatches, type Batches, type SubgraphResult } from './batch.ts';
import { clientNames, type ClientNames } from './client-names.ts';
import { compileNode, mergeRoot, type Execution, type ExecutionError, type Step, type StepOptions } from './execution.ts';
import { compileFetch, type Fetch, type FetchRequest } from './fetch.ts';
import type { Json } from './json-rules.ts';
import { suppliersFirst, type Ordered } from './order-rules.ts';
import { restoreCalls } from './plan-rules.ts';
import { createPlanner, type Planner } from './planner.ts';
import { conditionsOf, fragmentsOf, operationOf, type Conditions, type Variables } from './selection-rules.ts';
import { compileShape, type Shape, type ShapeOptions, type ValueError } from './shape.ts';
import { unfetchedFields } from './unfetched-rules.ts';
import { Unplannable } from './unplannable.ts';

/** The engine's one way out: a request to a subgraph. Failures are best answered as errors; what it throws becomes one. */
export type FetchFrom<Context> = (service: string, request: FetchRequest, context: Context) => Promise<SubgraphResult>;

/** An answer, ready for JSON.stringify. Values that the schema has no room for are null, and told of in `extensions.valueCompletion`. */
export interface EngineResult { errors?: ExecutionError[]; data?: Json | null; extensions?: { valueCompletion: ValueError[] } }

/** An operation, planned and compiled: everything that does not depend on its variables' values. */
export interface CompiledOperation<Context> {
  plan: QueryPlan;
  /** Milliseconds the planner and the compiler took; nothing else ran meanwhile. */
  compileMs: number;
  execute(variables: Variables, context: Context): Promise<EngineResult>;
  /** For a subscription: what to subscribe to at which subgraph, and the answer to each event of it. */
  subscription: CompiledSubscription<Context> | null;
}

export interface CompiledSubscription<Context> {
  service: string;
  request(variables: Variables): FetchRequest;
  executeEvent(event: SubgraphResult, variables: Variables, context: Context): Promise<EngineResult>;
}

export interface FederationEngine<Context> {
  /** What clients see. */
  schema: GraphQLSchema;
  /** Plans a validated operation; slow, so keep what it returns. @throws Unplannable */
  compile(document: DocumentNode, operationName?: string): CompiledOperation<Context>;
}

export interface FederationEngineOptions<Context> { supergraphSdl: string; fetchFrom: FetchFrom<Context> }

/** Executes operations over the subgraphs of a supergraph. @throws where the SDL is no supergraph. */
export const createFederationEngine = <Context>({ supergraphSdl, fetchFrom }: FederationEngineOptions<Context>): FederationEngine<Context> => {
  const planner = createPlanner(supergraphSdl);
  return { schema: planner.apiSchema, compile: (document, operationName) => compile(planner, fetchFrom, document, operationName) };
};

/** What is known of an operation before it is planned. */
interface Parts { operation: OperationDefinitionNode; document: DocumentNode; names: ClientNames; conditions: Conditions; shapes: ShapeOptions }

const compile = <Context>(planner: Planner, fetchFrom: FetchFrom<Context>, document: DocumentNode, operationName?: string): CompiledOperation<Context> => {
  const start = performance.now();
  const parts = partsOf(planner, document, operationName);
  const plan = planner.plan(parts.names.document, operationName);
  refuseUnfetched(parts, plan);
  const steps = stepOptions(planner, parts);
  const batches = createBatches(steps);
  const answer = answering(planner, parts);
  const begin = (variables: Variables, context: Context): Execution => beginExecution(batches, fetchFrom, variables, context);
  const { node } = plan;
  const step: Step | null = node && node.kind !== 'Subscription' ? compileOrdered(suppliersFirst(steps.schema, restoreCalls(node, planner)), steps) : null;
  return {
    plan,
    subscription: node?.kind === 'Subscription' ? compileSubscription(node.primary, node.rest, { planner, steps, begin, answer }) : null,
    compileMs: performance.now() - start,
    execute: async (variables, context) => {
      const execution = begin(variables, context);
      await step?.(execution);
      return answer(execution);
    },
  };
};

const partsOf = (planner: Planner, document: DocumentNode, operationName?: string): Parts => {
  const operation = operationOf(document, operationName);
  const names = clientNames(document, planner.fetchedNames);
  const conditions = conditionsOf(document, operation);
  const shapes = { schema: planner.apiSchema, fragments: fragmentsOf(document), innerName: names.innerName, isIncluded: () => true };
  return { operation, document, names, conditions, shapes };
};

const refuseUnfetched = ({ operation, shapes }: Parts, { node }: QueryPlan): void => {
  const unfetched = unfetchedFields(shapes, operation, node);
  if (unfetched.length > 0) throw new Unplannable(`No subgraph can resolve ${unfetched.map((field) => `"${field}"`).join(', ')} here: ask for less of it, or by another field.`);
};

const stepOptions = (planner: Planner, { names, conditions }: Parts): StepOptions => ({
  schema: planner.supergraphSchema, interfaces: planner.interfaces, conditions,
  fieldName: (name) => planner.calls.get(name)?.field ?? name,
  outerName: (name) => planner.calls.get(name)?.field ?? names.outerName(name),
});

const compileOrdered = ({ node, unsupplied }: Ordered, steps: StepOptions): Step => compileNode(node, { ...steps, unsupplied });

const beginExecution = <Context>(batches: Batches, fetchFrom: FetchFrom<Context>, variables: Variables, context: Context): Execution => {
  const send = (service: string, request: FetchRequest) => fetchFrom(service, request, context);
  return { data: {}, errors: [], variables, send, fetchEntities: batches(variables, send) };
};

interface SubscriptionParts<Context> { planner: Planner; steps: StepOptions; begin(variables: Variables, context: Context): Execution; answer(execution: Execution): EngineResult | Promise<EngineResult> }

const compileSubscription = <Context>(primary: Parameters<typeof compileFetch>[0], rest: PlanNode | undefined, { planner, steps, begin, answer }: SubscriptionParts<Context>): CompiledSubscription<Context> => {
  const fetch: Fetch = compileFetch(restoreCalls(primary, planner) as typeof primary, steps);
  const step = rest ? compileOrdered(suppliersFirst(steps.schema, restoreCalls(rest, planner), primary), steps) : null;
  return {
    service: fetch.service,
    request: (variables) => fetch.request(variables),
    executeEvent: async (event, variables, context) => {
      const execution = begin(variables, context);
      mergeRoot(execution, fetch, steps, [], event);
      await step?.(execution);
      return answer(execution);
    },
  };
};

/** Shapes what was fetched. An operation has one shape for each set of values of its `@skip` and `@include`. */
const answering = ({ apiSchema }: Planner, { operation, document, conditions, shapes }: Parts): ((execution: Execution) => EngineResult | Promise<EngineResult>) => {
  const known = new Map<string, Shape>();
  const rootType = apiSchema.getRootType(operation.operation)!;
  const introspection = introspectionOf(operation, document);
  const shapeFor = (variables: Variables): Shape => {
    const key = conditions.keyOf(variables);
    const shape = known.get(key) ?? compileShape({ ...shapes, isIncluded: conditions.included(variables) }, rootType, operation.selectionSet);
    if (known.size < MOST_SHAPES) known.set(key, shape);
    return shape;
  };
  return ({ data, errors, variables }) => {
    const shape = shapeFor(variables);
    if (!introspection) return resultOf(shape(data, {}), errors);
    return introspect(apiSchema, introspection, operation, variables).then((introspected) => resultOf(shape(data, introspected), errors));
  };
};

const MOST_SHAPES = 64;

const resultOf = ({ data, errors: valueErrors }: ReturnType<Shape>, errors: ExecutionError[]): EngineResult => {
  if (errors.length > 0) return { errors, data };
  return valueErrors.length > 0 ? { data, extensions: { valueCompletion: valueErrors } } : { data };
};

/** The operation with what it asks of the schema alone, or null where it asks nothing of it. */
const introspectionOf = (operation: OperationDefinitionNode, document: DocumentNode): DocumentNode | null => {
  const fragments = fragmentsOf(document);
  const asked = (selectionSet: SelectionSetNode): FieldNode[] => selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return /^__(schema|type)$/.test(selection.name.value) ? selection : [];
    return asked(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)!.selectionSet);
  });
  const selections = asked(operation.selectionSet);
  if (selections.length === 0) return null;
  return { ...document, definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments.values()] };
};

const introspect = async (schema: GraphQLSchema, document: DocumentNode, { name }: OperationDefinitionNode, variables: Variables): Promise<Json> => {
  const { data } = await execute({ schema, document, operationName: name?.value, variableValues: variables as Json });
  return data ?? {};
};
