import type { Reading, WellClassifier } from '../src/reading/index.ts';
import { attempt, each, isReading } from './attempt.ts';
import type { Outcome } from './attempt.ts';
import { rowsOf } from './end-points.ts';
import { photograph, truthOf } from './photographs.ts';
import type { Line } from './table.ts';
import { transformations } from './transformations.ts';

interface Truth {
  lastFlowing: Record<string, number[]>;
  flowing: Record<string, number[]>;
  ambiguousWells: string[];
}

export const plate62Lines = async (classifier: WellClassifier): Promise<Line[]> => {
  const [photo, truth]: [Buffer, Truth] = [await photograph('hi/plate-62.jpg'), await truthOf('hi/plate-62.json')];
  const plain = await attempt(photo, classifier);
  const lines = await each('plate-62', transformations(photo), async ([name, make]) => {
    const outcome = await attempt(await make(), classifier);
    return { what: `  ${name}`, goal: 'the same, flagged or refused', ...judge(outcome, plain, truth) };
  });
  return [plainLine(plain, truth), ...lines];
};

const plainLine = (outcome: Outcome, truth: Truth): Line => {
  const line = { what: 'hi/plate-62.jpg without calibration', goal: '8 end points in the truth, >= 95 wells' };
  if (!isReading(outcome)) return { ...line, measured: `refused: ${outcome}`, pass: false };
  const [rows, wells] = [8 - wrongRows(outcome, truth).length, wellsRight(outcome, truth)];
  return { ...line, measured: `${rows} end points, ${wells} wells${flagsOf(outcome)}`, pass: rows === 8 && wells >= 95 };
};

const judge = (outcome: Outcome, plain: Outcome, truth: Truth): Pick<Line, 'measured' | 'pass'> => {
  if (!isReading(outcome)) return { measured: `refused: ${outcome}`, pass: true };
  const wrong = wrongRows(outcome, truth);
  const before = isReading(plain) ? rowsOf(plain) : [];
  const moved = rowsOf(outcome).filter(({ endPoint }, i) => before.length && endPoint !== before[i].endPoint);
  const silent = [...wrong, ...moved].filter((row) => !row.flagged && !outcome.flags.length);
  const names = (rows: typeof moved) => rows.map(({ row, flagged }) => `${row}${flagged ? ' (flagged)' : ''}`).join(', ');
  const text = wrong.length ? `outside the truth: ${names(wrong)}` : moved.length ? `in the truth; the other way it allows: ${names(moved)}` : 'the same';
  return { measured: `${text}, ${outcome.orientation ?? 'orientation open'}, ${wellsRight(outcome, truth)} wells${flagsOf(outcome)}`, pass: !silent.length };
};

const flagsOf = ({ flags }: Reading): string => (flags.length ? `; ${flags.map((flag) => (flag.value === null ? flag.code : `${flag.code} ${flag.value.toFixed(2)}`)).join(', ')}` : '');

const wrongRows = (reading: Reading, truth: Truth) => rowsOf(reading).filter(({ row, endPoint }) => endPoint === null || !truth.lastFlowing[row].includes(endPoint));

const wellsRight = (reading: Reading, truth: Truth): number =>
  reading.wells.filter((well) => truth.ambiguousWells.includes(well.name) || well.class === (truth.flowing[well.row].includes(well.column) ? 'FLOWING' : 'NON_FLOWING')).length;
