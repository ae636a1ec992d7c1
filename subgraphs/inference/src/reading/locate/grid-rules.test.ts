import { findGrid, refineGrid } from './grid-rules.ts';
import type { HeatMap } from './heat-map-rules.ts';
import { distance, project } from './homography-rules.ts';
import type { Homography } from './homography-rules.ts';
import type { Point } from '../plate-types.ts';

/** A heat map of 192x144 places, two photo pixels each, with a hill at each place of the lattice. */
const draw = (h: Homography, columns: number, rows: number, hidden: (c: number, r: number) => boolean = () => false, map = blank()): HeatMap => {
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (!hidden(c, r)) hill(map, project(h, c, r));
  return map;
};
const blank = (): HeatMap => ({ data: new Float32Array(192 * 144), width: 192, height: 144, scaleX: 2, scaleY: 2 });
const hill = (map: HeatMap, p: Point) => {
  const [cx, cy] = [Math.round(p.x / 2), Math.round(p.y / 2)];
  for (let y = Math.max(0, cy - 6); y <= Math.min(map.height - 1, cy + 6); y++) {
    for (let x = Math.max(0, cx - 6); x <= Math.min(map.width - 1, cx + 6); x++) {
      const d = distance({ x: (x + 0.5) * 2, y: (y + 0.5) * 2 }, p);
      map.data[y * map.width + x] = Math.max(map.data[y * map.width + x], Math.exp(-d * d / 14));
    }
  }
};
const turned = (degrees: number, pitch = 24, x = 60, y = 70, lean = 0): Homography => {
  const a = (degrees * Math.PI) / 180;
  return [pitch * Math.cos(a), -pitch * Math.sin(a), x, pitch * Math.sin(a), pitch * Math.cos(a), y, lean, lean / 2, 1];
};
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'found';
};
const worst = (centres: Point[], h: Homography): number => Math.max(...centres.map((c, i) => distance(c, project(h, i % 12, Math.floor(i / 12)))));

describe('a grid found in the heat map', () => {
  it.each([
    ['straight', turned(0)],
    ['turned 10 degrees', turned(10, 22, 70, 40)],
    ['turned -10 degrees', turned(-10, 22, 50, 90)],
    ['in perspective', turned(3, 26, 60, 50, 0.006)],
    ['small', turned(0, 8, 100, 100)],
  ])('is the plate %s', (_, h) => expect(worst(findGrid(draw(h, 12, 8)).centres, h)).toBeLessThan(1));

  it('bears missing and false wells', () => {
    const h = turned(2);
    const map = draw(h, 12, 8, (c, r) => (c * 7 + r * 3) % 11 === 0);
    hill(map, project(h, 3.5, 2.5));
    hill(map, { x: 20, y: 20 });
    const grid = findGrid(map);
    expect(worst(grid.centres, h)).toBeLessThan(1.5);
    expect(grid.confidence).toBeLessThan(0.95);
  });

  it('is refused where nothing is regular', () => {
    const map = blank();
    for (let i = 0; i < 60; i++) hill(map, { x: (i * 97) % 380, y: (i * 61 + i * i) % 280 });
    expect(code(() => findGrid(map))).toBe('NO_PLATE_FOUND');
    expect(code(() => findGrid(blank()))).toBe('NO_PLATE_FOUND');
  });

  it('is refused where an edge row or column was not seen: it might be off by one', () => {
    expect(code(() => findGrid(draw(turned(0), 12, 8, (_, r) => r === 7)))).toBe('PLATE_PARTIAL');
    expect(code(() => findGrid(draw(turned(0), 12, 8, (c) => c === 0)))).toBe('PLATE_PARTIAL');
  });

  it('is refused where the plate runs out of the photo', () => {
    expect(code(() => findGrid(draw(turned(0, 24, 140), 12, 8)))).toBe('PLATE_PARTIAL');
  });

  it('is refused for another format and a standing plate', () => {
    expect(code(() => findGrid(draw(turned(0, 12), 24, 16)))).toBe('PLATE_FORMAT_MISMATCH');
    expect(code(() => findGrid(draw(turned(0, 20), 6, 4)))).toBe('NO_PLATE_FOUND');
    expect(code(() => findGrid(draw(turned(90, 20, 280, 30), 12, 8)))).toBe('ORIENTATION_UNCERTAIN');
  });
});

describe('a second plate in the photo', () => {
  it('is refused by name, though the first is whole', () => {
    const both = draw(turned(0, 14, 20, 20), 12, 8, undefined, draw(turned(0, 14, 210, 27), 11, 6));
    expect(() => findGrid(both)).toThrow(/as of a second plate/);
  });
});

describe('a grid from a calibration', () => {
  const h = turned(1);
  const cells = (dx: number, dy: number) => Array.from({ length: 96 }, (_, i) => {
    const p = project(h, i % 12, Math.floor(i / 12));
    return { x: p.x + dx * 24, y: p.y + dy * 24 };
  });

  it('is moved onto wells that lie up to a fifth of a pitch beside its cells', () => {
    expect(worst(refineGrid(draw(h, 12, 8), cells(0.2, -0.2)).centres, h)).toBeLessThan(1);
  });

  it('settles a plate whose edge can\'t be seen', () => {
    expect(worst(refineGrid(draw(h, 12, 8, (_, r) => r === 7), cells(0.1, 0)).centres, h)).toBeLessThan(1);
  });

  it('is refused without wells in its cells, and a whole well beside them', () => {
    expect(code(() => refineGrid(blank(), cells(0, 0)))).toBe('NO_PLATE_FOUND');
    expect(code(() => refineGrid(draw(h, 12, 8), cells(1, 0)))).toBe('CALIBRATION_INVALID');
    expect(code(() => refineGrid(draw(h, 12, 8), cells(0, -0.9)))).toBe('CALIBRATION_INVALID');
  });
});
