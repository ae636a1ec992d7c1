import { isUuid } from '@microplate/platform/ids';
import { createHash } from 'node:crypto';
import { badUserInput, notFound } from '@microplate/platform/errors';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import { checkedCorners, checkedLines, hasLines, parseDevice } from '../calibrations/calibration-rules.ts';
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
    ...gridOf(input),
    orientation: input.orientation ?? null,
    layout: input.layout == null ? null : label('layout', input.layout),
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

const PLACES = ['calibration', 'corners', 'calibrationId', 'device'] as const;

/** Where the wells are said to be, in one way at most. */
const gridOf = (input: ReadPlateInput): Pick<ReadPlateRequest, 'calibration' | 'calibrationId' | 'device'> => {
  const [one, other] = PLACES.filter((place) => input[place] != null);
  if (other) throw badUserInput(other, `Give either "${one}" or "${other}", not both.`);
  if (input.calibrationId != null && !isUuid(input.calibrationId)) throw notFound('calibration', input.calibrationId);
  return {
    calibration: input.calibration ? checkedLines(input.calibration, 'calibration') : input.corners ? checkedCorners(input.corners) : null,
    calibrationId: input.calibrationId?.toLowerCase() ?? null,
    device: input.device == null ? null : parseDevice(input.device),
  };
};

/** @throws CodedError BAD_USER_INPUT. Null where no key was given. */
export const parseIdempotencyKey = (key: string | null | undefined): string | null => {
  if (key == null) return null;
  if (!/^[\x20-\x7e]{1,128}$/.test(key)) throw badUserInput('idempotencyKey', '"idempotencyKey" should be 1 to 128 printable ASCII characters.');
  return key;
};

/** The same for the same request in its one form, whatever its spelling was. What came later to the form counts where it is given: older hashes hold. */
export const hashOf = (request: ReadPlateRequest): string => {
  const { calibration, orientation, calibrationId, device, layout } = request;
  const later = Object.entries({ orientation, calibrationId, device, layout }).filter(([, value]) => value !== null);
  return createHash('sha256').update(JSON.stringify([
    request.imageId, request.sampleNo, request.submissionNo, request.plateNo, request.threshold, request.priority, request.modelVersion,
    calibration && (hasLines(calibration) ? [calibration.imageWidth, calibration.imageHeight, calibration.columns, calibration.rows] : calibration),
    ...later,
  ])).digest('hex');
};
