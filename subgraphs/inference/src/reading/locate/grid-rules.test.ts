import fc from 'fast-check';
import { evenly } from '@microplate/platform/testing';
import { hasRoom, platesBeside } from './beside-rules.ts';
import { findGrid, GridRefusal, plainest, refineGrid } from './grid-rules.ts';
import type { HeatMap } from './heat-map-rules.ts';
import { distance, project } from './homography-rules.ts';
import { isMirrored, orientationOf, reorient } from './standing-rules.ts';
import { FORMATS } from '../plate-types.ts';
import type { Grid, Homography, Orientation, PlateFormat, Point } from '../plate-types.ts';
import { ReadingError } from '../reading-error.ts';

/** A heat map of 192x144 places, two photo pixels each, with a hill at each place of the lattice. */
const draw = (h: Homography, columns: number, rows: number, hidden: (c: number, r: number) => boolean = () => false, map = blank()): HeatMap => {
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) if (!hidden(c, r)) hill(map, project(h, c, r));
  return map;
};
const blank = (): HeatMap => ({ data: new Float32Array(192 * 144), width: 192, height: 144, scaleX: 2, scaleY: 2, left: 0, top: 0 });
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
/** A lattice turned by any angle about the picture's middle, seen mirrored or not. */
const about = ({ degrees, pitch, lean, mirrored }: { degrees: number; pitch: number; lean: number; mirrored: boolean }, columns: number, rows: number): Homography => {
  const h = turned(degrees, pitch, 0, 0, lean);
  const m = mirrored ? [-h[0], h[1], 0, -h[3], h[4], 0, -h[6], h[7], 1] : h;
  const c = project(m, (columns - 1) / 2, (rows - 1) / 2);
  const [dx, dy] = [192 - c.x, 144 - c.y];
  return [0, 1, 2].map((k) => m[k] + dx * m[6 + k]).concat([0, 1, 2].map((k) => m[3 + k] + dy * m[6 + k]), m.slice(6));
};
const code = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'found';
};
/** The farthest that any well's true place is from the nearest of those found; all are different wells. */
const worst = ({ centres }: Grid, h: Homography, columns = 12): number => Math.max(...centres.map((_, i) => {
  const at = project(h, i % columns, Math.floor(i / columns));
  return Math.min(...centres.map((c) => distance(c, at)));
}));
const size = (f: PlateFormat): [number, number] => [FORMATS[f].columns, FORMATS[f].rows];

describe('a grid found in the heat map', () => {
  it.each([
    ['straight', turned(0)],
    ['turned 10 degrees', turned(10, 22, 70, 40)],
    ['turned -10 degrees', turned(-10, 22, 50, 90)],
    ['in perspective', turned(3, 26, 60, 50, 0.006)],
    ['small', turned(0, 8, 100, 100)],
  ])('is the plate %s', (_, h) => {
    const { format, grid } = findGrid(draw(h, 12, 8));
    expect(format).toBe('W96');
    grid.centres.forEach((c, i) => expect(distance(c, project(h, i % 12, Math.floor(i / 12)))).toBeLessThan(1));
  });

  it('is the plate of any format at any angle, mirrored or not, with wells unseen and peaks astray', () => {
    const pose = fc.record({ degrees: fc.integer({ min: 0, max: 359 }).filter((d) => d % 90 !== 45), lean: evenly(-0.0015, 0.0015), mirrored: fc.boolean() });
    const formats = fc.constantFrom<PlateFormat>('W6', 'W12', 'W24', 'W48', 'W96');
    fc.assert(fc.property(pose, formats, fc.integer({ min: 0, max: 1e6 }), (p, format, salt) => {
      const [columns, rows] = size(format);
      const h = about({ ...p, pitch: 200 / (columns + 1) }, columns, rows);
      const inner = (c: number, r: number) => c > 0 && r > 0 && c < columns - 1 && r < rows - 1;
      const map = draw(h, columns, rows, (c, r) => inner(c, r) && (c * 31 + r * 17 + salt) % 9 === 0);
      hill(map, { x: 12 + (salt % 360), y: 8 });
      if (columns > 4) hill(map, project(h, 1.5, 1.5));
      const found = findGrid(map);
      expect(found.format).toBe(format);
      expect(worst(found.grid, h, columns)).toBeLessThan(2);
      expect(isMirrored(found.grid.homography, rows, columns)).toBe(false);
      expect(['UPRIGHT', 'TURNED_90']).toContain(orientationOf(found.grid));
    }), { numRuns: 20 });
  });

  it('tells 384 wells from 96', () => {
    expect(findGrid(draw(turned(0, 12), 24, 16)).format).toBe('W384');
  });

  it('bears missing and false wells', () => {
    const h = turned(2);
    const map = draw(h, 12, 8, (c, r) => (c * 7 + r * 3) % 11 === 0);
    hill(map, project(h, 3.5, 2.5));
    hill(map, { x: 20, y: 20 });
    const { grid } = findGrid(map);
    expect(worst(grid, h)).toBeLessThan(1.5);
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
    expect(code(() => findGrid(draw(turned(0, 60, 30, 40), 6, 4)))).toBe('PLATE_PARTIAL');
  });
});

describe('a plate cut by the photo\'s edge', () => {
  it('is PLATE_PARTIAL whatever is left of it and however it lies, never another format\'s, two plates or none', () => {
    const cuts = fc.record({ columns: fc.integer({ min: 0, max: 6 }), rows: fc.integer({ min: 0, max: 4 }), degrees: fc.integer({ min: -4, max: 4 }), mirrored: fc.boolean() });
    fc.assert(fc.property(cuts.filter(({ columns, rows }) => columns + rows > 0), ({ columns, rows, degrees, mirrored }) => {
      const whole = about({ degrees, pitch: 22, lean: 0, mirrored }, 12, 8);
      // The plate moves out by as many rows and columns, and half a pitch less, from where its outermost wells touch the edge.
      const corners = [[0, 0], [11, 0], [0, 7], [11, 7]].map(([c, r]) => project(whole, c, r));
      const [dx, dy] = [columns && 384 - Math.max(...corners.map((p) => p.x)) + 22 * (columns - 0.5), rows && 288 - Math.max(...corners.map((p) => p.y)) + 22 * (rows - 0.5)];
      const moved = whole.map((v, i) => v + (i === 2 ? dx : i === 5 ? dy : 0));
      expect(code(() => findGrid(draw(moved, 12, 8)))).toBe('PLATE_PARTIAL');
    }), { numRuns: 15 });
  });
});

describe('letters beside a plate', () => {
  /** A plate whose last column can hardly be seen, with letters where a column before its first would be, so many pixels from the photo's edge. */
  const lettered = (room: number): HeatMap => {
    const h = turned(0, 24, 24 + room, 60);
    const map = draw(h, 12, 8, (c, r) => c === 11 && ![0, 3, 7].includes(r));
    for (const r of [1, 2, 3, 4, 5, 6]) hill(map, project(h, -1, r));
    return map;
  };

  it('are not taken for wells that the photo\'s edge cuts', () => expect(code(() => findGrid(lettered(9)))).toBe('PLATE_PARTIAL'));
});

describe('what stands in rows and columns and is no plate', () => {
  it.each([
    ['a texture that fills the photo', () => draw(turned(20, 19, -40, -160), 40, 40)],
    ['a honeycomb', () => draw([22, 11, 60, 0, 19, 60, 0, 0, 1], 9, 6)],
    ['lines of print, each as far from its neighbours as chance has it', () => {
      const map = blank();
      for (let r = 0; r < 9; r++) for (let i = 0; i < 22; i++) hill(map, { x: 20 + 16 * i + ((i * i * 7 + r * 11) % 9), y: 24 + 28 * r });
      return map;
    }],
    ['a form in two parts, each larger than a plate', () => draw(turned(0, 10, 20, 20), 15, 13, undefined, draw(turned(0, 10, 200, 26), 15, 13))],
    ['a form with its boxes in groups', () => draw(turned(0, 15, 30, 30), 22, 15, (c) => c % 4 === 3)],
  ])('%s: NO_PLATE_FOUND', (_, paint) => {
    expect(code(() => findGrid(paint()))).toBe('NO_PLATE_FOUND');
  });

  it('a plate of no known format, all of it in the photo, is one of another format', () => {
    expect(code(() => findGrid(draw(turned(0, 20, 60, 50), 10, 5)))).toBe('PLATE_FORMAT_MISMATCH');
  });
});

describe('refusals of several looks', () => {
  const refusal = (name: 'PLATE_PARTIAL' | 'NO_PLATE_FOUND' | 'MULTIPLE_PLATES', seen: number) => new GridRefusal(new ReadingError(name, ''), seen);

  it('the look that saw most says what is wrong', () => {
    expect(plainest([refusal('NO_PLATE_FOUND', 0), refusal('PLATE_PARTIAL', 60), refusal('MULTIPLE_PLATES', 20)]).code).toBe('PLATE_PARTIAL');
    expect(plainest([refusal('PLATE_PARTIAL', 5), refusal('NO_PLATE_FOUND', 150)]).code).toBe('NO_PLATE_FOUND');
  });
});

describe('a second plate in the photo', () => {
  it.each([
    ['beside the first', turned(0, 14, 210, 27), 11, 6],
    ['turned against it', turned(30, 13, 260, 110), 8, 8],
    ['in line with it, after a gap', turned(0, 14, 20, 20 + 10 * 14), 12, 8],
  ])('is refused %s', (_, second, columns, rows) => {
    const both = draw(turned(0, 14, 20, 20), 12, 8, undefined, draw(second, columns, rows));
    expect(code(() => findGrid(both))).toBe('MULTIPLE_PLATES');
  });
});

describe('a plate of larger wells beside the one found', () => {
  const found = findGrid(draw(turned(0, 12, 20, 20), 12, 8)).grid;

  it.each<[string, PlateFormat, Homography]>([['6', 'W6', turned(5, 50, 215, 60)], ['12', 'W12', turned(90, 34, 300, 60)], ['24', 'W24', turned(0, 26, 220, 40)]])('of %s wells is flagged with how many were seen', (_, format, h) => {
    const [columns, rows] = size(format);
    expect(platesBeside(draw(h, columns, rows), found)).toEqual([{ code: 'MULTIPLE_PLATES', value: columns * rows, bound: 5 }]);
  });

  it('is none where only the plate itself is seen, or a few things lie about', () => {
    const alone = draw(turned(0, 12, 20, 20), 12, 8);
    expect(platesBeside(alone, found)).toEqual([]);
    [[220, 40], [300, 90], [340, 200], [60, 220], [190, 250], [250, 200], [320, 30]].forEach(([x, y]) => hill(alone, { x, y }));
    expect(platesBeside(alone, found)).toEqual([]);
  });

  it('is looked for where half a plate\'s breadth is free on a side', () => {
    expect([hasRoom(found, 384, 288), hasRoom(found, 210, 140), hasRoom(found, 165, 170)]).toEqual([true, false, true]);
  });
});

describe('wells named for another orientation', () => {
  const grid = findGrid(draw(turned(0), 12, 8)).grid;
  const corner = (o: Orientation) => reorient(grid, o)?.centres[0];

  it.each([['UPRIGHT', 0], ['TURNED_180', 95], ['MIRRORED', 11]] as const)('%s: A1 is where it should be', (o, i) => {
    expect(corner(o)).toEqual(grid.centres[i]);
    expect(distance(project(reorient(grid, o)!.homography, 0, 0), grid.centres[i])).toBeLessThan(1);
  });

  it('a lying plate is not turned by 90 degrees', () => expect(corner('TURNED_90')).toBeUndefined());

  it('TURNED_90 is clockwise: A1 at the upper right; TURNED_270 at the lower left', () => {
    const standing = findGrid(draw(turned(90, 20, 280, 30), 12, 8)).grid;
    expect(reorient(standing, 'TURNED_90')!.centres[0].x).toBeGreaterThan(250);
    expect(reorient(standing, 'TURNED_90')!.centres[0].y).toBeLessThan(60);
    expect(reorient(standing, 'TURNED_270')!.centres[0].y).toBeGreaterThan(200);
  });
});

describe('a grid from a calibration', () => {
  const h = turned(1);
  const cells = (dx: number, dy: number) => Array.from({ length: 96 }, (_, i) => {
    const p = project(h, i % 12, Math.floor(i / 12));
    return { x: p.x + dx * 24, y: p.y + dy * 24 };
  });

  it('is moved onto wells that lie up to a fifth of a pitch beside its cells', () => {
    expect(worst(refineGrid(draw(h, 12, 8), cells(0.2, -0.2)), h)).toBeLessThan(1);
  });

  it('settles a plate whose edge can\'t be seen', () => {
    expect(worst(refineGrid(draw(h, 12, 8, (_, r) => r === 7), cells(0.1, 0)), h)).toBeLessThan(1);
  });

  it('is refused without wells in its cells, and a whole well beside them', () => {
    expect(code(() => refineGrid(blank(), cells(0, 0)))).toBe('NO_PLATE_FOUND');
    expect(code(() => refineGrid(draw(h, 12, 8), cells(1, 0)))).toBe('CALIBRATION_INVALID');
    expect(code(() => refineGrid(draw(h, 12, 8), cells(0, -0.9)))).toBe('CALIBRATION_INVALID');
  });
});
