import { isUuid } from '@microplate/platform/ids';
import { createHash } from 'node:crypto';
import { CodedError, badUserInput, notFound } from '@microplate/platform/errors';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import { checkCalibration } from '../reading/locate/calibration-rules.ts';
import { ReadingError } from '../reading/reading-error.ts';
import type { ReadPlateInput, ReadPlateRequest } from './run-types.ts';


/** @throws CodedError BAD_USER_INPUT naming the field, CALIBRATION_INVALID naming the line, NOT_FOUND for an image id that is none. */
export const parseRequest = (input: ReadPlateInput): ReadPlateRequest => {
  const request = {
    imageId: input.imageId.toLowerCase(),
    sampleNo: label('sampleNo', input.sampleNo),
    submissionNo: input.submissionNo == null ? null : label('submissionNo', input.submissionNo),
    plateNo: input.plateNo == null ? null : label('plateNo', input.plateNo),
    threshold: inRange('threshold', input.threshold ?? 0.5, 0, 1),
    priority: inRange('priority', input.priority ?? 5, 1, 10),
    modelVersion: input.modelVersion ?? null,
    calibration: input.calibration ? calibrationOf(input.calibration) : null,
  };
  if (!isUuid(input.imageId)) throw notFound('image', input.imageId);
  return request;
};

/** A label in its stored form. @throws CodedError BAD_USER_INPUT naming the field. */
export const label = (field: string, text: string): string => {
  const normalised = normaliseLabel(text);
  if (normalised === null) throw badUserInput(field, `"${field}" ${LABEL_RULE}.`);
  return normalised;
};

const inRange = (field: string, value: number, least: number, most: number): number => {
  if (!(value >= least && value <= most)) throw badUserInput(field, `"${field}" should be from ${least} to ${most}.`);
  return value;
};

const calibrationOf = ({ imageWidth, imageHeight, columns, rows }: NonNullable<ReadPlateInput['calibration']>) => {
  try {
    const calibration = { imageWidth, imageHeight, columns: [...columns], rows: [...rows] };
    checkCalibration(calibration);
    return calibration;
  } catch (error) {
    if (error instanceof ReadingError) throw new CodedError(error.code, error.message, { field: 'calibration' });
    throw error;
  }
};

/** @throws CodedError BAD_USER_INPUT. Null where no key was given. */
export const parseIdempotencyKey = (key: string | null | undefined): string | null => {
  if (key == null) return null;
  if (!/^[\x20-\x7e]{1,128}$/.test(key)) throw badUserInput('idempotencyKey', '"idempotencyKey" should be 1 to 128 printable ASCII characters.');
  return key;
};

/** The same for the same request in its one form, whatever its spelling was. */
export const hashOf = (request: ReadPlateRequest): string => createHash('sha256').update(JSON.stringify([
  request.imageId, request.sampleNo, request.submissionNo, request.plateNo, request.threshold, request.priority, request.modelVersion,
  request.calibration && [request.calibration.imageWidth, request.calibration.imageHeight, request.calibration.columns, request.calibration.rows],
])).digest('hex');
