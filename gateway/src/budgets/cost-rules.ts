import type { Condition } from '../permissions/denied-places.ts';
import { limitExceeded } from '../limits/limit-rules.ts';
import type { CostNode, CostPlan, Size, Variant } from './cost-plan.ts';

type Variables = Readonly<Record<string, unknown>>;

interface Asked { weight: number; size: number; arguments: number }

/**
 * The most that an operation costs with these (coerced) variables.
 * @throws CodedError GRAPHQL_LIMIT_EXCEEDED where an argument asks for more than `maxListSize` of anything.
 */
export const estimatedCost = ({ base, nodes }: CostPlan, variables: Variables, maxListSize: number): number => base + estimate(nodes, variables, maxListSize);

const estimate = (nodes: readonly CostNode[], variables: Variables, maxListSize: number): number => {
  let total = 0;
  for (const { variants, children } of nodes) {
    const asked = askedFor(variants, variables, maxListSize);
    if (!asked) continue;
    const each = asked.weight + (children.length > 0 ? estimate(children, variables, maxListSize) : 0);
    // A weight may be negative, to say that a filter spares work; a whole is never.
    total += asked.size === 0 ? Math.max(0, asked.arguments) : Math.max(0, asked.size * each + asked.arguments);
  }
  return total;
};

/** What the dearest of the variants that these variables ask for comes to; null where none is asked for. */
const askedFor = (variants: readonly Variant[], variables: Variables, maxListSize: number): Asked | null => {
  let asked: Asked | null = null;
  for (const variant of variants) {
    if (!isWanted(variant.when, variables)) continue;
    if (variant.listSize) measure(variant.listSize, variables, maxListSize);
    const size = variant.size ? measure(variant.size, variables, maxListSize) : 1;
    const given = argumentsOf(variant, variables);
    asked = asked ? { weight: Math.max(asked.weight, variant.weight), size: Math.max(asked.size, size), arguments: Math.max(asked.arguments, given) } : { weight: variant.weight, size, arguments: given };
  }
  return asked;
};

const isWanted = (when: readonly Condition[], variables: Variables): boolean => {
  for (const { variable, wants } of when) if (variables[variable] !== wants) return false;
  return true;
};

const argumentsOf = (variant: Variant, variables: Variables): number => {
  let total = 0;
  for (const cost of variant.arguments) total += typeof cost === 'number' ? cost : cost.of(variables[cost.variable]);
  return total;
};

const measure = ({ slices, otherwise }: Size, variables: Variables, maxListSize: number): number => {
  let most: number | null = null;
  for (const slice of slices) {
    const given = typeof slice === 'number' ? slice : variables[slice.variable] === undefined ? slice.otherwise : variables[slice.variable];
    if (typeof given !== 'number') continue;
    if (given > maxListSize) throw limitExceeded('items in a list', maxListSize);
    most = Math.max(most ?? 0, given);
  }
  return most ?? otherwise;
};

/** What an answer did cost: the same weights, with the objects that are there instead of those that might have been. */
export const actualCost = ({ base, nodes }: CostPlan, data: unknown, variables: Variables): number => base + costOfAnswer(data, nodes, variables);

const costOfAnswer = (value: unknown, nodes: readonly CostNode[], variables: Variables): number => {
  let total = 0;
  if (typeof value !== 'object' || value === null) return 0;
  for (const node of nodes) {
    const answered = (value as Record<string, unknown>)[node.key];
    if (answered === undefined) continue;
    total += costOfItems(answered, node, variables) + argumentsOfDearest(node.variants, variables);
  }
  return total;
};

const argumentsOfDearest = (variants: readonly Variant[], variables: Variables): number => {
  let most = 0;
  for (const variant of variants) if (variant.arguments.length > 0) most = Math.max(most, argumentsOf(variant, variables));
  return most;
};

const costOfItems = (value: unknown, node: CostNode, variables: Variables): number => {
  if (value === null) return 0;
  if (!Array.isArray(value)) return node.weight + (node.children.length > 0 ? costOfAnswer(value, node.children, variables) : 0);
  let total = 0;
  for (const item of value) total += costOfItems(item, node, variables);
  return total;
};
