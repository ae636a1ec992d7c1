import { MapperKind, getDirective, mapSchema } from '@graphql-tools/utils';
import { defaultFieldResolver, type GraphQLFieldConfig, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { forbidden, unauthenticated } from '../errors/index.ts';
import { hasScopes, type Identity, type ScopeSets } from '../identity/index.ts';

/** What the SDL asks of a caller: signed in, and one of the permission sets of every `@requiresScopes` that applies. */
interface Rule { signedIn: boolean; scopes: ScopeSets[] }

type WithIdentity = { identity: Identity };

/**
 * Puts a check before every resolver whose field, or whose object type, has `@authenticated` or `@requiresScopes`, and
 * before entity look-ups of such types. The gateway checks the same rules; a subgraph does not take its word for it.
 */
export const enforcePermissions = (schema: GraphQLSchema): GraphQLSchema => {
  const guarded = mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, fieldName, typeName, mapped) => {
      const type = mapped.getType(typeName) as GraphQLObjectType;
      const rule = merge(ruleOf(schema, type), ruleOf(schema, field));
      if (!rule) return field;
      const subscribe = typeName === 'Subscription' && field.subscribe ? guard(field.subscribe, rule, fieldName) : field.subscribe;
      return { ...field, subscribe, resolve: guard(field.resolve ?? defaultFieldResolver, rule, `${typeName}.${fieldName}`) };
    },
  });
  return guardEntities(schema, guarded);
};

const ruleOf = (schema: GraphQLSchema, node: GraphQLObjectType | GraphQLFieldConfig<unknown, unknown>): Rule | null => {
  const scopes = (getDirective(schema, node, 'requiresScopes') ?? getDirective(schema, node, 'federation__requiresScopes') ?? []).map((args) => args.scopes as ScopeSets);
  const signedIn = Boolean(getDirective(schema, node, 'authenticated') ?? getDirective(schema, node, 'federation__authenticated'));
  return signedIn || scopes.length > 0 ? { signedIn, scopes } : null;
};

const merge = (a: Rule | null, b: Rule | null): Rule | null =>
  a && b ? { signedIn: a.signedIn || b.signedIn, scopes: [...a.scopes, ...b.scopes] } : a ?? b;

/** @throws CodedError UNAUTHENTICATED or FORBIDDEN. */
const check = (rule: Rule, identity: Identity, what: string): void => {
  if (!identity.userId) throw unauthenticated();
  for (const sets of rule.scopes) if (!hasScopes(identity, sets)) throw forbidden(`use ${what}`, sets);
};

const guard = (resolve: GraphQLFieldResolver<any, any>, rule: Rule, what: string): GraphQLFieldResolver<unknown, WithIdentity> =>
  (source, args, context, info) => {
    check(rule, context.identity, what);
    return resolve(source, args, context, info);
  };

/** mapSchema makes new types; @apollo/subgraph keeps `resolveReference` in the type's extensions, where `_entities` finds it. */
const guardEntities = (schema: GraphQLSchema, guarded: GraphQLSchema): GraphQLSchema => {
  for (const type of Object.values(guarded.getTypeMap())) {
    const apollo = (type.extensions as { apollo?: { subgraph?: { resolveReference?: (...args: any[]) => unknown } } }).apollo;
    const look = apollo?.subgraph?.resolveReference;
    const original = schema.getType(type.name) as GraphQLObjectType | undefined;
    const rule = look && original ? ruleOf(schema, original) : null;
    if (!look || !rule) continue;
    type.extensions = { ...type.extensions, apollo: { ...apollo, subgraph: { ...apollo.subgraph, // async: a refusal is that entity's own, not the whole answer's
    resolveReference: async (reference: unknown, context: WithIdentity, info: unknown) => {
      check(rule, context.identity, type.name);
      return look(reference, context, info);
    } } } };
  }
  return guarded;
};
