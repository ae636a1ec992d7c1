import fc from 'fast-check';
import { dropShapes } from './measure-rules.ts';
import { drawCrop, layEndToEnd } from './drawn-crops.ts';
import { dilutionEvidence, tailsEvidence } from './orientation-evidence-rules.ts';
import type { WellClass } from '../plate-types.ts';

const shapes = (angles: readonly number[]) => dropShapes(layEndToEnd(angles.map((angle) => drawCrop({ drop: { head: 0.08, length: 0.32, angle } }))));
const flowing = (n: number): WellClass[] => Array.from({ length: n }, () => 'FLOWING');
const classes = (...rows: string[]): WellClass[] => [...rows.join('')].map((c) => ({ F: 'FLOWING', N: 'NON_FLOWING', E: 'EMPTY', U: 'UNREADABLE' } as const)[c as 'F']);

describe('which way the drops run', () => {
  it.each([[90, 0, 1], [270, 0, -1], [0, 1, 0], [180, -1, 0]])('tails at %d degrees point to (%d, %d)', (angle, x, y) => {
    const tails = tailsEvidence(shapes([angle, angle + 8, angle - 8, angle, angle]), flowing(5))!;
    expect(tails.x).toBeCloseTo(x, 1);
    expect(tails.y).toBeCloseTo(y, 1);
    expect(tails.agreement).toBeGreaterThan(0.95);
  });

  it('is not told by tails that contradict each other', () => {
    expect(tailsEvidence(shapes([90, 270, 90, 270, 0, 180]), flowing(6))?.agreement ?? 0).toBeLessThan(0.3);
  });

  it('is not told by too few drops, nor by wells that do not flow', () => {
    expect(tailsEvidence(shapes([90, 90, 90]), flowing(3))).toBeNull();
    expect(tailsEvidence(shapes([90, 90, 90, 90, 90]), classes('NNNNN'))).toBeNull();
  });
});

describe('from which end the dilutions run', () => {
  it('is where Flowing wells begin', () => {
    const row = 'FFFFFNNNNNNN';
    expect(dilutionEvidence(classes(row, row), 12)).toEqual({ left: 2, right: 0 });
    expect(dilutionEvidence(classes([...row].reverse().join('')), 12)).toEqual({ left: 0, right: 1 });
  });

  it('is not told by rows of one kind, nor by one Flowing well', () => {
    expect(dilutionEvidence(classes('FFFFFFFFFFFF', 'NNNNNNNNNNNN', 'NNNNFNNNNNNN', 'FNNNNNNNNNNN', 'EEEEEEEEEEEE', 'FFFFNNNNNNFF'), 12)).toEqual({ left: 0, right: 0 });
  });

  it('a mirrored plate tells the contrary', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[FNEU]{12}$/), { minLength: 8, maxLength: 8 }), (rows) => {
      const mirrored = rows.map((r) => [...r].reverse().join(''));
      const [a, b] = [dilutionEvidence(classes(...rows), 12), dilutionEvidence(classes(...mirrored), 12)];
      expect(b).toEqual({ left: a.right, right: a.left });
    }));
  });
});
