import { CodedError } from '@microplate/platform/errors';
import { anonymous } from '@microplate/platform/identity';
import type { Session } from '../identity/sessions.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { standingOf } from './standing.ts';

const operation = { needs: [] } as unknown as PreparedOperation;
const expired = new CodedError('TOKEN_EXPIRED', 'expired');

const sessionOf = () => {
  const session = {
    identity: anonymous('1'), goodUntil: Date.now() + 60_000,
    refusal: () => (session.goodUntil <= Date.now() ? expired : null),
  };
  return session;
};

test('a token is good until its last moment, and not for an event after it', () => {
  const session = sessionOf();
  const standing = standingOf(operation, session as unknown as Session, session.identity);
  expect(standing()).toBeNull();
  session.goodUntil = Date.now();
  expect(standing()).toBe(expired);
  session.goodUntil = 0;
  expect(standing()).toBe(expired);
  session.goodUntil = Infinity;
  expect(standing()).toBeNull();
});
