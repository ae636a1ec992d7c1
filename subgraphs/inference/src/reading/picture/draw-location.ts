import type { PlateLocation, Point } from '../plate-types.ts';
import type { Annotation } from './draw-annotation.ts';
import { gridMarks, plateInView } from './grid-marks.ts';
import { svgOf } from './marks.ts';
import { turnPhoto } from './turn-photo.ts';
import { viewOf } from './view-rules.ts';

const RIM = '#e11d8f';
const EXPECTED = '#1f6bff';

/**
 * The photo, turned so that the plate stands upright, with the lattice that was found: for looking whether it lies on the wells.
 * Places where a calibration expects wells are marked with crosses.
 */
export const drawLocation = async (photo: Buffer, { width, height, columns, rows, grid, wells }: PlateLocation, expected: readonly Point[] = []): Promise<Annotation> => {
  const inPhoto = { width, height, columns, rows, homography: grid.homography };
  const view = viewOf(inPhoto);
  const plate = plateInView(inPhoto, view);
  const rims = wells.map(({ centre, radius }) => {
    const { x, y } = view.place(centre);
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(radius * view.scale).toFixed(1)}"/><circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${(0.03 * plate.pitch).toFixed(1)}"/>`;
  });
  const arm = 0.18 * plate.pitch;
  const crosses = expected.map(view.place).map(({ x, y }) => `M${(x - arm).toFixed(1)} ${y.toFixed(1)}h${(2 * arm).toFixed(1)}M${x.toFixed(1)} ${(y - arm).toFixed(1)}v${(2 * arm).toFixed(1)}`);
  const body = [gridMarks(plate), `<path d="${crosses.join('')}" stroke="${EXPECTED}" stroke-width="${Math.max(1, 0.03 * plate.pitch).toFixed(1)}"/>`, `<g stroke="${RIM}" stroke-width="${Math.max(1, 0.02 * plate.pitch).toFixed(1)}">${rims.join('')}</g>`];
  const picture = (await turnPhoto(photo, view)).composite([{ input: svgOf(view.width, view.height, body), top: 0, left: 0 }]);
  return { data: await picture.jpeg({ quality: 88 }).toBuffer(), width: view.width, height: view.height, mimeType: 'image/jpeg' };
};
