import { parse, print, valueFromASTUntyped, visit, type ConstDirectiveNode, type DirectiveNode, type DocumentNode } from 'graphql';
import type { Identity, ScopeSets } from '@microplate/platform/identity';
import { readCosts, type Costs } from '../budgets/cost-directives.ts';
import { requiredBy } from './required-fields.ts';

/** What `@policy` names: each a pure function of who asks. */
export type Policies = Readonly<Record<string, (identity: Identity) => boolean>>;

/** What a field or a type asks of its reader. */
export interface Rule {
  signedIn: boolean;
  /** Each `@requiresScopes` that applies; one set of each must be held. */
  scopes: ScopeSets[];
  /** Each `@policy` that applies: names of policies, one set of each must hold. */
  policies: ScopeSets[];
}

/** Rules by coordinate: `User` or `User.email`. */
export type Rules = ReadonlyMap<string, Rule>;

const ENFORCED = ['authenticated', 'requiresScopes', 'policy', 'cost', 'listSize'];
const SPECIFICATIONS = ['authenticated', 'requiresScopes', 'policy', 'cost'];

/**
 * Takes permissions and costs out of a supergraph: the rules for us to enforce, and the SDL without them, because
 * @apollo/gateway refuses to load it with permissions and enforces neither.
 */
export const extractRules = (supergraphSdl: string): { rules: Rules; costs: Costs; sdl: string } => {
  const document = parse(supergraphSdl);
  return { rules: withRequired(document, readRules(document)), costs: readCosts(document), sdl: print(strip(document)) };
};

const readRules = (document: DocumentNode): Rules => {
  const rules = new Map<string, Rule>();
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    const rule = ruleOf(directives);
    if (rule) rules.set(coordinate, rule);
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue;
    add(definition.name.value, definition.directives as readonly ConstDirectiveNode[]);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) add(`${definition.name.value}.${field.name.value}`, field.directives);
  }
  return rules;
};

const ruleOf = (directives: readonly ConstDirectiveNode[]): Rule | null => {
  const setsOf = (directive: string) => directives.filter(({ name }) => name.value === directive).map((node) => valueFromASTUntyped(node.arguments![0].value) as ScopeSets);
  const rule: Rule = { signedIn: directives.some(({ name }) => name.value === 'authenticated'), scopes: setsOf('requiresScopes'), policies: setsOf('policy') };
  return rule.signedIn || rule.scopes.length > 0 || rule.policies.length > 0 ? rule : null;
};

/**
 * A field that is computed from another (`@requires`) asks what that one asks. Composition sees to it and Apollo's router
 * relies on that; a supergraph composed by something older would leave a way around.
 */
const withRequired = (document: DocumentNode, rules: Rules): Rules => {
  const all = new Map(rules);
  for (const [coordinate, required] of requiredBy(document)) {
    const found = required.flatMap((name) => rules.get(name) ?? []);
    if (found.length > 0) all.set(coordinate, together([...(all.has(coordinate) ? [all.get(coordinate)!] : []), ...found]));
  }
  return all;
};

const together = (rules: readonly Rule[]): Rule => ({
  signedIn: rules.some(({ signedIn }) => signedIn), scopes: unique(rules.flatMap(({ scopes }) => scopes)), policies: unique(rules.flatMap(({ policies }) => policies)),
});

const unique = (sets: ScopeSets[]): ScopeSets[] => [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];

const strip = (document: DocumentNode): DocumentNode => visit(document, {
  Directive: (node) => (ENFORCED.includes(node.name.value) || isLinkToEnforced(node) ? null : undefined),
  DirectiveDefinition: (node) => (ENFORCED.includes(node.name.value) ? null : undefined),
});

const isLinkToEnforced = (node: DirectiveNode): boolean => {
  const url = node.name.value === 'link' ? node.arguments?.find(({ name }) => name.value === 'url')?.value : undefined;
  return url?.kind === 'StringValue' && SPECIFICATIONS.some((name) => url.value.includes(`specs.apollo.dev/${name}/`));
};
