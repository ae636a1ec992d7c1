import { CodedError, badUserInput } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';

/**
 * The lab that an internal route is asked for: the sibling's own word, or the lab of the person it asks for.
 * @throws CodedError FORBIDDEN for another sibling or another lab, BAD_USER_INPUT where there is none.
 */
export const requireLab = ({ issuer, userId, labId: ownLab }: Identity, admits: string, lab: string | undefined): string => {
  if (issuer !== admits) throw new CodedError('FORBIDDEN', `Service "${issuer}" may not ask for this.`);
  if (!lab) throw badUserInput('lab', '"lab" should be the id of a lab.');
  if (userId && ownLab !== lab) throw new CodedError('FORBIDDEN', 'You may not ask for what another lab has.');
  return lab;
};
