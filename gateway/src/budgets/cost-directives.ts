import { Kind, valueFromASTUntyped, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, type InputValueDefinitionNode } from 'graphql';

/** `@listSize` of a field. */
export interface ListSize {
  assumedSize: number | null;
  /** Arguments of the field that say how many it gives. */
  slicingArguments: readonly string[];
  /** Fields of what it returns that the size is meant for (`edges`); without any, it is the field's own. */
  sizedFields: readonly string[];
  requireOneSlicingArgument: boolean;
}

/** What a supergraph says of costs, by coordinate: `Plate`, `Plate.wells`, `Query.plates(first:)`, `PlateFilter.labels`. */
export interface Costs { weights: ReadonlyMap<string, number>; sizes: ReadonlyMap<string, ListSize> }

/** Reads `@cost` and `@listSize` (IBM's GraphQL Cost Directives Specification), as composition passes them through. */
export const readCosts = ({ definitions }: DocumentNode): Costs => {
  const weights = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const weigh = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const cost = argumentsOf(directives, 'cost');
    if (cost) weights.set(coordinate, Number(cost.weight));
  };
  const readField = (coordinate: string, field: FieldDefinitionNode | InputValueDefinitionNode) => {
    weigh(coordinate, field.directives);
    const size = argumentsOf(field.directives, 'listSize');
    if (size) sizes.set(coordinate, listSizeOf(size));
    if (field.kind === Kind.FIELD_DEFINITION) for (const argument of field.arguments ?? []) weigh(`${coordinate}(${argument.name.value}:)`, argument.directives);
  };
  for (const definition of definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    const type = definition.name.value;
    weigh(type, definition.directives as readonly ConstDirectiveNode[]);
    if ('fields' in definition) for (const field of definition.fields ?? []) readField(`${type}.${field.name.value}`, field);
  }
  return { weights, sizes };
};

const argumentsOf = (directives: readonly ConstDirectiveNode[] = [], directive: string): Record<string, unknown> | null => {
  const found = directives.find(({ name }) => name.value === directive);
  return found ? Object.fromEntries((found.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)])) : null;
};

const listSizeOf = ({ assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument }: Record<string, unknown>): ListSize => ({
  assumedSize: (assumedSize as number | null | undefined) ?? null, slicingArguments: (slicingArguments as string[] | null | undefined) ?? [],
  sizedFields: (sizedFields as string[] | null | undefined) ?? [], requireOneSlicingArgument: requireOneSlicingArgument !== false,
});
