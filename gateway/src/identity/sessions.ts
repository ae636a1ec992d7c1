import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { AccessTokens } from './access-tokens.ts';
import { identify, type Identified } from './identify.ts';
import { identityOf, invalidToken, tokenExpired, type AccessClaims } from './identity-rules.ts';
import type { Revocations } from './revocations.ts';

/** Who holds an open connection, by its newest token and what auth has told since. */
export interface Session {
  /** Replaced by another object whenever it changes. */
  readonly identity: Identity;
  /** Until then (ms since 1970) there is no refusal: Infinity without a token, 0 once it is over. One field, as each event looks at it for each who listens. */
  readonly goodUntil: number;
  /** Why nothing may be given to it any more; null while it is good. */
  refusal(): CodedError | null;
  /** Calls back when the identity has changed. What it returns stops that. */
  watch(onChange: () => void): () => void;
  /**
   * Goes on with a newer token of the same person and lab. Returns until when it is good (ms since 1970).
   * @throws CodedError for a bad token or somebody else's; the session is as it was.
   */
  renew(authorization: string): Promise<number>;
  close(): void;
}

export interface Sessions {
  /** `onOver` is called once, when it has expired or auth has ended it. */
  adopt(identified: Identified, onOver: (error: CodedError) => void): Session;
  dispose(): void;
}

const TICK_MS = 500;

interface Held { review(): void }

export interface SessionsOptions { accessTokens: AccessTokens; revocations: Revocations }

/** Open connections' sessions. One clock for all of them: a timer each would cost more than the session. */
export const createSessions = ({ accessTokens, revocations }: SessionsOptions): Sessions => {
  const held = new Set<Held>();
  const review = () => { for (const one of held) one.review(); };
  const stopHearing = revocations.onChange(review);
  const timer = setInterval(review, TICK_MS).unref();
  return {
    adopt: (identified, onOver) => {
      const session = createSession(identified, { accessTokens, revocations, onOver: (error) => { held.delete(session); onOver(error); }, onClose: () => held.delete(session) });
      held.add(session);
      return session;
    },
    dispose: () => { stopHearing(); clearInterval(timer); held.clear(); },
  };
};

interface SessionOptions extends SessionsOptions { onOver: (error: CodedError) => void; onClose: () => void }

const createSession = (identified: Identified, { accessTokens, revocations, onOver, onClose }: SessionOptions): Session & Held => {
  let { claims } = identified;
  const caller = { requestId: identified.identity.requestId, clientAddress: identified.identity.clientAddress };
  let over: CodedError | null = null;
  let watchers: Set<() => void> | null = null;

  const become = (next: AccessClaims) => {
    claims = next;
    session.identity = identityOf(next, caller);
    session.goodUntil = goodUntil(next);
    for (const tell of watchers ?? []) tell();
  };
  const refusal = (): CodedError | null => over ?? (session.goodUntil <= Date.now() ? tokenExpired() : null);
  // A plain field: V8 gives each literal with a getter a shape of its own, half a kilobyte.
  const session: Session & Held & { identity: Identity; goodUntil: number } = {
    identity: identified.identity,
    goodUntil: goodUntil(claims),
    refusal,
    watch: (onChange) => {
      (watchers ??= new Set()).add(onChange);
      return () => { watchers?.delete(onChange); };
    },
    renew: async (authorization) => {
      const next = await identify(authorization, caller, accessTokens);
      if (!next.claims || next.claims.sub !== session.identity.userId || next.claims.lab !== session.identity.labId) throw invalidToken('is somebody else\'s, or of another lab; connect anew with it');
      const gone = refusal();
      if (gone) throw gone;
      become(next.claims);
      return session.goodUntil;
    },
    review: () => {
      if (over || !claims) return;
      try {
        const next = revocations.reconsider(claims);
        if (next !== claims) become(next);
      } catch (error) {
        over = error as CodedError;
      }
      over ??= refusal();
      if (!over) return;
      session.goodUntil = 0;
      onOver(over);
    },
    close: onClose,
  };
  return session;
};

const goodUntil = (claims: AccessClaims | null): number => (claims ? claims.exp * 1000 : Infinity);
