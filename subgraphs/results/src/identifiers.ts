import { badUserInput } from '@microplate/platform/errors';
import { isUuid } from '@microplate/platform/ids';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';

/** The id as it is stored, or null for what can be nobody's id. */
export const uuidOf = (id: string): string | null => (isUuid(id) ? id.toLowerCase() : null);

/** @throws CodedError BAD_USER_INPUT naming the field. */
export const requireSampleNo = (text: string): string => {
  const sampleNo = normaliseLabel(text);
  if (sampleNo === null) throw badUserInput('sampleNo', `"sampleNo" ${LABEL_RULE}.`);
  return sampleNo;
};
