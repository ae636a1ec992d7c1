import { CodedError } from '@microplate/platform/errors';
import { hasScopes, type Identity, type ScopeSets } from '@microplate/platform/identity';
import type { OperationNeeds } from './operation-needs.ts';
import type { Policies, Rule, Rules } from './permission-rules.ts';

/** One coordinate that may not be read, with the permission sets any one of which would do, and the policies likewise. */
export interface DeniedCoordinate { coordinate: string; needs: ScopeSets; policies?: ScopeSets }

/** The rules of an operation that `identity` does not meet. */
export const deniedTo = ({ rules, policies }: OperationNeeds, identity: Identity): DeniedCoordinate[] => {
  const denied: DeniedCoordinate[] = [];
  for (const [coordinate, rule] of rules) {
    if (isMet(rule, identity, policies)) continue;
    denied.push({ coordinate, needs: rule.scopes.flat(), ...(rule.policies.length ? { policies: rule.policies.flat() } : {}) });
  }
  return denied;
};

/**
 * Refuses a whole operation, before it is planned, so that nothing denied is ever fetched.
 * @throws CodedError UNAUTHENTICATED or FORBIDDEN; `denied` lists each coordinate with the permission sets any one of which would do.
 */
export const checkPermissions = (needs: OperationNeeds, identity: Identity): void => {
  const denied = deniedTo(needs, identity);
  if (denied.length > 0) throw refusalOf(denied, identity);
};

export const refusalOf = (denied: readonly DeniedCoordinate[], identity: Identity): CodedError => {
  const names = denied.map(({ coordinate }) => coordinate).join(', ');
  if (!identity.userId) return new CodedError('UNAUTHENTICATED', `Sign in to use ${names}: send "Authorization: Bearer <access token>".`, { denied });
  return new CodedError('FORBIDDEN', `Your account may not do this: ${denied.map(sentence).join('; ')}.`, { denied });
};

/** "Query.users needs users:manage". */
export const sentence = ({ coordinate, needs, policies = [] }: DeniedCoordinate): string => {
  const parts = [...(needs.length ? [describe(needs)] : []), ...(policies.length ? [`the policy ${describe(policies)}`] : [])];
  return `${coordinate} needs ${parts.join(' and ')}`;
};

const isMet = ({ signedIn, scopes, policies }: Rule, identity: Identity, known: Policies): boolean =>
  (identity.userId !== null || (!signedIn && scopes.length === 0)) && scopes.every((sets) => hasScopes(identity, sets))
  && policies.every((sets) => sets.some((set) => set.every((name) => known[name](identity))));

const describe = (sets: ScopeSets): string => sets.map((set) => set.join(' and ')).join(', or ');

/** @throws Error for a supergraph that names a policy nobody defined: it would be denied to all, or worse. */
export const refuseUnknownPolicies = (rules: Rules, policies: Policies): void => {
  for (const [coordinate, rule] of rules) {
    const unknown = rule.policies.flat(2).find((name) => !Object.hasOwn(policies, name));
    if (unknown) throw new Error(`The supergraph asks for the policy "${unknown}" at ${coordinate}, which this gateway does not have: add it to deps.ts.`);
  }
};
