export type { Image as ImageParent } from './images/image.ts';
