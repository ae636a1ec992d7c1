import { CodedError } from '@microplate/platform/errors';
import { hasScopes, type Identity, type ScopeSets } from '@microplate/platform/identity';
import type { OperationNeeds } from './operation-needs.ts';
import type { Rule } from './permission-rules.ts';

/**
 * Refuses the whole operation before it is planned, so that nothing denied is ever fetched.
 * @throws CodedError UNAUTHENTICATED or FORBIDDEN; `denied` lists each coordinate with the permission sets any one of which would do.
 */
export const checkPermissions = ({ rules }: OperationNeeds, identity: Identity): void => {
  const denied = [...rules].filter(([, rule]) => !isMet(rule, identity)).map(([coordinate, rule]) => ({ coordinate, needs: rule.scopes.flat() }));
  if (denied.length === 0) return;
  const names = denied.map(({ coordinate }) => coordinate).join(', ');
  if (!identity.userId) throw new CodedError('UNAUTHENTICATED', `Sign in to use ${names}: send "Authorization: Bearer <access token>".`, { denied });
  const needed = denied.map(({ coordinate, needs }) => `${coordinate} needs ${describe(needs)}`).join('; ');
  throw new CodedError('FORBIDDEN', `Your account may not do this: ${needed}.`, { denied });
};

const isMet = (rule: Rule, identity: Identity): boolean =>
  identity.userId !== null && rule.scopes.every((sets) => hasScopes(identity, sets));

const describe = (sets: ScopeSets): string => sets.map((set) => set.join(' and ')).join(', or ');
