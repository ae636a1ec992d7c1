import type { Database } from '@microplate/platform/database';
import { notFound } from '@microplate/platform/errors';
import type { Consumer } from '@microplate/platform/events';
import { isUuid } from '@microplate/platform/ids';
import { requirePhoto } from '../photos/known-photos.ts';
import type { PlateFormat, PlateLocation, Point } from '../reading/plate-types.ts';
import type { PictureRef } from '../runs/run-types.ts';
import type { Hints, PlateReader } from '../worker/plate-reader.ts';
import { look, type Asker, type LookDeps } from './look.ts';
import type { TemporaryPictures } from './temporary-pictures.ts';

export interface LocateDeps extends LookDeps { database: Database; imageEvents: Pick<Consumer, 'catchUp'>; temporary: TemporaryPictures }

/** A location, and what its overlay takes. */
export interface LocatedPlate extends PlateLocation {
  photoSha256: string;
  /** Where a calibration has the wells. */
  expected: Point[];
}

/** Finds the plate in a photo of the caller's lab. @throws CodedError NOT_FOUND, RATE_LIMITED, SERVICE_UNAVAILABLE, and what finding refuses with. */
export const locatePlate = async (deps: LocateDeps, asker: Asker, imageId: string, asked: Hints & { format?: PlateFormat }): Promise<LocatedPlate> => {
  if (!isUuid(imageId)) throw notFound('image', imageId);
  const { sha256 } = await requirePhoto(deps, asker.identity.labId, imageId.toLowerCase());
  const location = await look(deps, asker, sha256, (reader: PlateReader, photo, signal) => reader.locate(photo, { ...asked, signal }));
  return { ...location, photoSha256: sha256, expected: [] };
};

/** The picture of a location, made when it is asked for. The photo is fetched again: it is not held while others have their turn. */
export const drawOverlay = async (deps: LocateDeps, asker: Asker, { photoSha256, expected, ...location }: LocatedPlate): Promise<PictureRef> =>
  deps.temporary.keep(await look(deps, asker, photoSha256, (reader, photo) => reader.drawLocation(photo, location, expected)));
