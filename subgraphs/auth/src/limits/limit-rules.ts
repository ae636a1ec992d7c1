import { createHash } from 'node:crypto';

export type Act = 'login' | 'register';

/** The stored form of what is limited: a hash, since what people type into a log-in form may be a password. */
export const attemptKey = (act: Act, kind: 'account' | 'address', value: string): string =>
  createHash('sha256').update(JSON.stringify([act, kind, value])).digest('hex');
