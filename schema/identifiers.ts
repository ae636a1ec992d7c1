import { v5 as uuidv5 } from 'uuid';

/** A label as labs write it: `AM67/00123`, Thai included; 1 to 64 characters, first a letter or digit. */
const LABEL = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._/#-]{0,63}$/u;

/** The label in its one stored form (NFC, trimmed), or null where it can't be a label. */
export const normaliseLabel = (text: string): string | null => {
  const label = text.normalize('NFC').trim();
  return LABEL.test(label) ? label : null;
};

/** What a refused label is told. */
export const LABEL_RULE = 'should be 1 to 64 letters, digits, spaces or . _ / # -, beginning with a letter or digit';

const NAMESPACE = '5b0f0c0e-8f0f-5b6e-9a52-6d6963726f70';

/** A plate's id: the same for the same (lab, sampleNo, submissionNo, plateNo), or the same photo where it has no number. */
export const plateIdOf = (plate: { labId: string; sampleNo: string; submissionNo: string | null; plateNo: string | null; photoSha256: string }): string =>
  uuidv5(JSON.stringify(['plate', plate.labId, plate.sampleNo, plate.submissionNo, plate.plateNo ?? { photo: plate.photoSha256 }]), NAMESPACE);

/** A sample's id: the same for the same (lab, sampleNo). */
export const sampleIdOf = (labId: string, sampleNo: string): string => uuidv5(JSON.stringify(['sample', labId, sampleNo]), NAMESPACE);

/** A label as part of a file name: every character but `A-Z a-z 0-9 . _ -` becomes `-`. */
export const fileNamePart = (label: string): string => label.replace(/[^A-Za-z0-9._-]/gu, '-');
