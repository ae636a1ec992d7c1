import { accessTokenFor, type Credentials } from './sign-in.ts';

/** Access tokens last ten minutes; a new one is fetched well before that. */
const FRESH_MS = 6 * 60_000;

/** A valid access token whenever it is asked for; work that outlasts one token signs in again. */
export const createTokenSource = (credentials: Credentials, now: () => number = Date.now): (() => Promise<string>) => {
  let token: Promise<string> | null = null;
  let until = 0;
  return () => {
    if (!token || now() >= until) {
      until = now() + FRESH_MS;
      token = accessTokenFor(credentials);
      token.catch(() => { token = null; });
    }
    return token;
  };
};
