import { CodedError } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Session } from '../identity/sessions.ts';
import type { PreparedOperation } from '../operations/prepare.ts';
import { checkPermissions } from '../permissions/check-permissions.ts';
import type { Standing } from './live-event.ts';
import { covers } from './scope-rules.ts';

/**
 * Looks at a subscriber's rights as they are now: its token's life each time, its permissions whenever the session has
 * changed. A stream runs as the scope it began with, so who has lost any of that scope may not hear it any more.
 */
export const standingOf = (operation: PreparedOperation, session: Session, scope: Identity): Standing => {
  let checked = session.identity;
  return () => {
    const isSame = session.identity === checked;
    if (isSame && session.goodUntil > Date.now()) return null;
    const over = session.refusal();
    if (over || isSame) return over;
    checked = session.identity;
    return denialOf(operation, checked, scope);
  };
};

const denialOf = (operation: PreparedOperation, identity: Identity, scope: Identity): CodedError | null => {
  try {
    checkPermissions(operation.needs, identity);
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  if (covers(identity, scope)) return null;
  return new CodedError('FORBIDDEN', 'Your permissions have been reduced since you subscribed. Subscribe again: what you may still see goes on from there.');
};
