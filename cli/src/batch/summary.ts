import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import colours from 'picocolors';
import type { Outcome } from './outcome.ts';

const ROWS = [...'ABCDEFGH'];
const CSV_HEADER = ['FILE', 'SAMPLE_NUMBER', 'TEST_NUMBER', 'PLATE', 'STATUS', 'CODE', 'CONFIDENCE', ...ROWS, 'GMT', 'FLAGS', 'RUN', 'MODEL', 'SHA256', 'MESSAGE'];

/** One row a photograph, RFC 4180, LF; cells that a spreadsheet would run as formulas are neutralised. */
export const csvOf = (outcomes: readonly Outcome[]): string => stringify([CSV_HEADER, ...outcomes.map((outcome) => [
  outcome.file, outcome.sampleNo, outcome.submissionNo ?? '', outcome.plateNo ?? '', outcome.status, outcome.code ?? '', outcome.confidence?.toFixed(4) ?? '',
  ...ROWS.map((row) => outcome.titres[row] ?? ''), outcome.gmt?.toFixed(1) ?? '', outcome.flags.join(' '), outcome.runId ?? '', outcome.model ?? '', outcome.sha256, outcome.message ?? '',
])], { record_delimiter: '\n', escape_formulas: true });

/** The same for people: titres of each plate, or why there are none. */
export const tableOf = (outcomes: readonly Outcome[]): string => {
  const plain = { 'top-left': '', 'top-mid': '', 'top-right': '', top: '', 'bottom-left': '', 'bottom-mid': '', 'bottom-right': '', bottom: '', left: '  ', right: '', 'left-mid': '', mid: '', 'mid-mid': '', 'right-mid': '', middle: '  ' };
  const table = new Table({ head: ['photo', 'sample', 'plate', ...ROWS, 'conf', 'flags'], chars: plain, style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 } });
  for (const outcome of outcomes) {
    const labels = [outcome.file.slice(0, 32), outcome.sampleNo.slice(0, 20), (outcome.plateNo ?? '').slice(0, 20)];
    if (outcome.status === 'REFUSED') table.push([...labels, { colSpan: ROWS.length + 2, content: colours.red(`${outcome.code}: ${firstSentence(outcome.message)}`) }]);
    else table.push([...labels, ...ROWS.map((row) => ({ content: outcome.titres[row] ?? '-', hAlign: 'right' as const })), outcome.confidence!.toFixed(2), colours.yellow(outcome.flags.join(' '))]);
  }
  return table.toString();
};

const firstSentence = (message: string | null): string => (message ?? '').split(/(?<=\.)\s/)[0].slice(0, 100);
