import { createHash, randomUUID } from 'node:crypto';
import type { Identity } from '@microplate/platform/identity';
import type { PreparedOperation } from '../operations/prepare.ts';
import type { Sharing } from './sharing-rules.ts';

/** Whom a stream runs as, and the key by which equal subscriptions share one. */
export interface Scope { key: string; identity: Identity }

/**
 * Subscribers with the same lab and permissions see the same, so they share one stream. It runs as that scope, never as one
 * of them: the end of one's session ends nobody else's. What is personal is shared with nobody but oneself.
 */
export const scopeOf = (operation: PreparedOperation, sharing: Sharing, identity: Identity): Scope => {
  const permissions = [...identity.permissions].sort();
  const { labId } = identity;
  const requestId = randomUUID();
  if (operation.needs.personal || !identity.userId) {
    return { key: keyOf(operation, sharing, { labId, permissions, userId: identity.userId, roles: [...identity.roles].sort() }), identity: { ...identity, requestId } };
  }
  const userId = pseudonymOf([labId, permissions]);
  const shared: Identity = { userId, username: null, sessionId: null, labId, roles: [], permissions, requestId, clientAddress: null, issuer: 'gateway' };
  return { key: keyOf(operation, sharing, { labId, permissions }), identity: shared };
};

const keyOf = ({ variables }: PreparedOperation, { operation, startVariable }: Sharing, scope: unknown): string =>
  digest([operation, sorted(startVariable ? { ...variables, [startVariable]: undefined } : variables), scope]).toString('base64');

/** True where who has the rights of `now` may hear what runs as `scope`: it sees nothing that they may not. */
export const covers = (now: Identity, scope: Identity): boolean =>
  now.labId === scope.labId && scope.permissions.every((one) => now.permissions.includes(one)) && scope.roles.every((one) => now.roles.includes(one));

const digest = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest();

/** Nobody's user id, the same for the same scope: subgraphs want a UUID, and it must never be a person's. */
const pseudonymOf = (scope: unknown): string => {
  const bytes = digest(scope).subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x80;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

/** Objects with their keys in order, so that equal variables are equal text. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
};
