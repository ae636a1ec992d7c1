import type { UserRow } from './users/user-store.ts';

/** `self` is set where the person has just signed in, and so sees their own account though the request was anonymous. */
export type UserParent = UserRow & { self?: boolean };
