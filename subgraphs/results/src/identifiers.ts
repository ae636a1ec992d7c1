import { badUserInput } from '@microplate/platform/errors';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id as it is stored, or null for what can be nobody's id. */
export const uuidOf = (id: string): string | null => (UUID.test(id) ? id.toLowerCase() : null);

/** @throws CodedError BAD_USER_INPUT naming the field. */
export const requireSampleNo = (text: string): string => {
  const sampleNo = normaliseLabel(text);
  if (sampleNo === null) throw badUserInput('sampleNo', `"sampleNo" ${LABEL_RULE}.`);
  return sampleNo;
};
