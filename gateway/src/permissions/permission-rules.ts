import { parse, print, valueFromASTUntyped, visit, type ConstDirectiveNode, type DirectiveNode, type DocumentNode } from 'graphql';
import type { ScopeSets } from '@microplate/platform/identity';

/** What a field or a type asks of its reader. */
export interface Rule {
  signedIn: boolean;
  /** Each `@requiresScopes` that applies; one set of each must be held. */
  scopes: ScopeSets[];
}

/** Rules by coordinate: `User` or `User.email`. */
export type Rules = ReadonlyMap<string, Rule>;

const ENFORCED = ['authenticated', 'requiresScopes'];

/**
 * Takes the permissions out of a supergraph: the rules for us to enforce, and the SDL without them, because @apollo/gateway
 * refuses to load it with them and enforces nothing.
 * @throws Error for `@policy`, which we would not enforce.
 */
export const extractRules = (supergraphSdl: string): { rules: Rules; sdl: string } => {
  const document = parse(supergraphSdl);
  return { rules: readRules(document), sdl: print(strip(document)) };
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
  if (directives.some(({ name }) => name.value === 'policy')) throw new Error('The supergraph uses @policy, which this gateway does not enforce: use @requiresScopes.');
  const scopes = directives.filter(({ name }) => name.value === 'requiresScopes').map((directive) => valueFromASTUntyped(directive.arguments![0].value) as ScopeSets);
  const signedIn = directives.some(({ name }) => name.value === 'authenticated');
  return signedIn || scopes.length > 0 ? { signedIn, scopes } : null;
};

const strip = (document: DocumentNode): DocumentNode => visit(document, {
  Directive: (node) => (ENFORCED.includes(node.name.value) || isLinkToEnforced(node) ? null : undefined),
  DirectiveDefinition: (node) => (ENFORCED.includes(node.name.value) ? null : undefined),
});

const isLinkToEnforced = (node: DirectiveNode): boolean => {
  const url = node.name.value === 'link' ? node.arguments?.find(({ name }) => name.value === 'url')?.value : undefined;
  return url?.kind === 'StringValue' && ENFORCED.some((name) => url.value.includes(`specs.apollo.dev/${name}/`));
};
