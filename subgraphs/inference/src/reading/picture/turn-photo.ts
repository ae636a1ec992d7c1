import sharp, { type Sharp } from 'sharp';
import type { View } from './view-rules.ts';

const MOST_PIXELS = 100_000_000;
const GREY = '#808080';

/** The photo as a view shows it. */
export const turnPhoto = async (photo: Buffer, view: View): Promise<Sharp> => {
  const upright = sharp(photo, { limitInputPixels: MOST_PIXELS }).autoOrient().flatten({ background: GREY }).toColourspace('srgb');
  const turned = view.flop || view.turn ? await turn(upright, view) : upright;
  return turned.extract(view.crop).resize(view.width, view.height, { fit: 'fill', kernel: 'lanczos3' });
};

/** A step at a time: within one pipeline sharp has an order of its own. */
const turn = async (upright: Sharp, { flop, turn: degrees, turned }: View): Promise<Sharp> => {
  const flopped = flop ? await step(upright.flop()) : upright;
  const rotated = degrees ? await step(flopped.rotate(degrees, { background: GREY })) : flopped;
  const { width, height } = await rotated.metadata();
  return width === turned.width && height === turned.height ? rotated : rotated.resize(turned.width, turned.height, { fit: 'cover' });
};

const step = async (picture: Sharp): Promise<Sharp> => {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels }, limitInputPixels: MOST_PIXELS });
};
