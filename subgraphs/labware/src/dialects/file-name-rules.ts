import { fileNamePart } from '@microplate/schema/identifiers';
import type { Dialect } from './dialect.ts';

const PREFIX: Readonly<Record<Dialect, string>> = { LABWARE_V2: 'interface', LABWARE_V1: 'interface', TITRES: 'titres', LONG: 'wells' };

/** Name of the `ordinal`-th file (1 first) of a sample in one moment: the second gets `_2`. Made of `A-Z a-z 0-9 . _ -` alone. */
export const fileNameOf = (file: { dialect: Dialect; sampleNo: string; at: Date; timeZone: string }, ordinal = 1): string => {
  const moment = file.dialect === 'LABWARE_V1' ? String(file.at.getTime()) : momentOf(file.at, file.timeZone);
  return `${PREFIX[file.dialect]}_${fileNamePart(file.sampleNo)}_${moment}${ordinal > 1 ? `_${ordinal}` : ''}.csv`;
};

/** True for an IANA time zone this runtime knows. */
export const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

/** `YYYYMMDD_HHMMSS` in a time zone. */
const momentOf = (at: Date, timeZone: string): string => {
  const format = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year}${part.month}${part.day}_${part.hour}${part.minute}${part.second}`;
};
