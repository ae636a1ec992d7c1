import fc from 'fast-check';
import { settleOrientation } from './orientation-rules.ts';
import type { OrientationEvidence } from './orientation-rules.ts';
import type { Orientation } from '../plate-types.ts';

const evidence = (standing: OrientationEvidence['standing'], drops: OrientationEvidence['drops'], flowingFrom: OrientationEvidence['flowingFrom']) => ({ standing, drops, flowingFrom });
const outcome = (e: OrientationEvidence, caller?: Orientation, device?: Orientation): string => {
  try {
    const { orientation, flags } = settleOrientation(e, caller, device);
    return `${orientation}${flags.map((f) => ` ${f.code}`).join('')}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
};
const anyEvidence = fc.record({
  standing: fc.constantFrom('UPRIGHT' as const, 'TURNED_90' as const), drops: fc.constantFrom('DOWN' as const, 'UP' as const, null), flowingFrom: fc.constantFrom('FIRST' as const, 'LAST' as const, null),
});

describe('how the plate lies', () => {
  it.each([
    ['both agree: as it stands', evidence('UPRIGHT', 'DOWN', 'FIRST'), 'UPRIGHT'],
    ['both agree: upside down', evidence('UPRIGHT', 'UP', 'LAST'), 'TURNED_180'],
    ['both agree: a quarter turn', evidence('TURNED_90', 'DOWN', 'FIRST'), 'TURNED_90'],
    ['both agree: three quarters', evidence('TURNED_90', 'UP', 'LAST'), 'TURNED_270'],
    ['drops alone', evidence('UPRIGHT', 'UP', null), 'TURNED_180 ORIENTATION_UNCERTAIN'],
    ['the dilution alone', evidence('TURNED_90', null, 'FIRST'), 'TURNED_90 ORIENTATION_UNCERTAIN'],
    ['mirrored, or another layout', evidence('UPRIGHT', 'DOWN', 'LAST'), 'ORIENTATION_UNCERTAIN'],
    ['tilted the other way', evidence('UPRIGHT', 'UP', 'FIRST'), 'ORIENTATION_UNCERTAIN'],
    ['nothing, lying', evidence('UPRIGHT', null, null), 'null ORIENTATION_UNCERTAIN'],
    ['nothing, standing', evidence('TURNED_90', null, null), 'ORIENTATION_UNCERTAIN'],
  ])('%s', (_, e, want) => expect(outcome(e)).toBe(want));

  it('is what the caller says, before the device and whatever the drops do, as far as the shape allows', () => {
    fc.assert(fc.property(anyEvidence, fc.constantFrom<Orientation>('UPRIGHT', 'TURNED_180', 'MIRRORED', 'TURNED_90', 'TURNED_270'), (e, word) => {
      const fits = ['TURNED_90', 'TURNED_270'].includes(word) === (e.standing === 'TURNED_90');
      expect(outcome(e, word, 'UPRIGHT')).toBe(fits ? word : 'ORIENTATION_UNCERTAIN');
      expect(outcome(e, undefined, word)).toBe(fits ? word : 'ORIENTATION_UNCERTAIN');
    }));
  });

  it('is never settled without a flag by fewer than two that agree', () => {
    fc.assert(fc.property(anyEvidence, (e) => {
      const plain = /^[A-Z_0-9]+$/.test(outcome(e)) && outcome(e) !== 'ORIENTATION_UNCERTAIN';
      expect(plain).toBe((e.drops === 'DOWN' && e.flowingFrom === 'FIRST') || (e.drops === 'UP' && e.flowingFrom === 'LAST'));
    }));
  });
});
