/** Who asks, as every resolver sees it. Made from a verified context token, never from bare headers. */
export interface Identity {
  /** Stable user id (UUID), or null for an anonymous caller or a service on its own behalf. */
  userId: string | null;
  username: string | null;
  /** Session (refresh family) the access token came from. */
  sessionId: string | null;
  labId: string;
  roles: readonly string[];
  permissions: readonly string[];
  /** One id through every hop of a request. */
  requestId: string;
  /** Address of the client as the gateway saw it; for rate limits and audit. */
  clientAddress: string | null;
  /** Who signed: `gateway`, or the sibling subgraph that calls. */
  issuer: string;
}

/** The one lab until labs come. */
export const DEFAULT_LAB = 'default';

export const anonymous = (requestId: string, clientAddress: string | null = null): Identity => ({
  userId: null, username: null, sessionId: null, labId: DEFAULT_LAB, roles: [], permissions: [], requestId, clientAddress, issuer: 'gateway',
});

/** A permission rule: any one of the sets, each of whose permissions is needed (as `@requiresScopes`). */
export type ScopeSets = readonly (readonly string[])[];

export const hasScopes = (identity: Pick<Identity, 'permissions'>, sets: ScopeSets): boolean =>
  sets.some((set) => set.every((permission) => identity.permissions.includes(permission)));
