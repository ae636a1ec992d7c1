import { getNamedType, isInterfaceType, Kind, parse, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { ShapeOptions } from './shape.ts';
import { fieldOf } from './selection-rules.ts';

type Nodes = NonNullable<QueryPlan['node']>;
interface Tree extends Map<string, Tree> {}

/**
 * Fields that the planner left out without a word. Where no type implements an interface it concludes that there can be
 * nothing to fetch, though an `@interfaceObject` in some subgraph has objects of it.
 */
export const unfetchedFields = (options: ShapeOptions, operation: OperationDefinitionNode, node: Nodes | undefined): string[] => {
  const { schema } = options;
  if (!hasEmptyInterface(schema)) return [];
  const fetched: Tree = new Map();
  if (node) addNode(node, fetched);
  const found: string[] = [];
  const visitIn = ({ selections }: SelectionSetNode, typeName: string, tree: Tree | undefined): void => {
    const type = schema.getType(typeName);
    for (const selection of selections) {
      if (!options.isIncluded(selection)) continue;
      if (selection.kind !== Kind.FIELD) {
        const { selectionSet, typeCondition } = selection.kind === Kind.INLINE_FRAGMENT ? selection : options.fragments.get(selection.name.value)!;
        visitIn(selectionSet, typeCondition?.name.value ?? typeName, tree);
      } else if (!selection.name.value.startsWith('__')) {
        const inner = getNamedType(fieldOf(type as never, selection.name.value).type).name;
        const below = tree?.get(options.innerName(selection));
        if (!below && (isEmpty(schema, typeName) || isEmpty(schema, inner))) found.push(`${typeName}.${selection.name.value}`);
        else if (selection.selectionSet && below) visitIn(selection.selectionSet, inner, below);
      }
    }
  };
  visitIn(operation.selectionSet, schema.getRootType(operation.operation)!.name, fetched);
  return found;
};

const isEmpty = (schema: GraphQLSchema, typeName: string): boolean => {
  const type = schema.getType(typeName);
  return isInterfaceType(type) && schema.getPossibleTypes(type).length === 0;
};

const hasEmptyInterface = (schema: GraphQLSchema): boolean => Object.keys(schema.getTypeMap()).some((name) => isEmpty(schema, name));

const addNode = (node: Nodes, tree: Tree, path: readonly string[] = []): void => {
  if (node.kind === 'Sequence' || node.kind === 'Parallel') for (const inner of node.nodes) addNode(inner, tree, path);
  if (node.kind === 'Flatten') addNode(node.node, tree, [...path, ...node.path.map(String)]);
  if (node.kind === 'Condition') for (const inner of [node.ifClause, node.elseClause]) if (inner) addNode(inner, tree, path);
  if (node.kind === 'Subscription') for (const inner of [node.primary, node.rest]) if (inner) addNode(inner, tree, path);
  if (node.kind !== 'Fetch') return;
  const at = path.filter((name) => name !== '@').reduce(branch, tree);
  const [operation] = parse(node.operation).definitions as readonly OperationDefinitionNode[];
  addSelections(operation.selectionSet, at, node.requires !== undefined);
};

const branch = (tree: Tree, name: string): Tree => {
  const found = tree.get(name) ?? new Map();
  tree.set(name, found);
  return found;
};

const addSelections = ({ selections }: SelectionSetNode, tree: Tree, skipsName = false): void => {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
    const isField = selection.kind === Kind.FIELD;
    const inner = isField && !skipsName ? branch(tree, (selection.alias ?? selection.name).value) : tree;
    if (selection.selectionSet) addSelections(selection.selectionSet, inner);
  }
};
