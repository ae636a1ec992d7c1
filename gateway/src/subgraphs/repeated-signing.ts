import { signContext, type Identity, type SignContext } from '@microplate/platform/identity';

/** A token is good for 30 s: what is kept has at least two thirds of that left. */
const KEPT_MS = 10_000;
const MOST_KEPT = 30;
const LONGEST_BODY = 4000;

/**
 * Signs equal requests of one identity once in ten seconds: from one event of a stream to the next, mostly the same is asked
 * about the same plate and its owner. Signing took a tenth of the gateway's time for an event with one subscriber (sampled); so, a hundredth.
 */
export const createRepeatedSigning = (): SignContext => {
  const tokens = new Map<string, string>();
  let since = 0;
  let signedFor: Identity | null = null;
  return (identity, audience, key, bound) => {
    if (bound.length > LONGEST_BODY) return signContext(identity, audience, key, bound);
    if (identity !== signedFor || tokens.size >= MOST_KEPT || Date.now() - since > KEPT_MS) {
      tokens.clear();
      since = Date.now();
      signedFor = identity;
    }
    const request = `${audience} ${bound}`;
    const token = tokens.get(request) ?? signContext(identity, audience, key, bound);
    tokens.set(request, token);
    return token;
  };
};
