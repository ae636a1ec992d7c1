import colours from 'picocolors';

export interface PictureWell { row: string; column: number; class: string }
export interface PictureRow { row: string; endPoint: number | null; titre: { text: string } | null; flags: string[] }

const SIGNS: Record<string, { sign: string; colour: (text: string) => string }> = {
  FLOWING: { sign: '●', colour: colours.blue },
  NON_FLOWING: { sign: '○', colour: colours.green },
  EMPTY: { sign: '·', colour: colours.dim },
  UNREADABLE: { sign: '?', colour: colours.red },
};

/** The plate as text: a sign and a colour a class (readable without colour too), end point, titre and flags at each row's end. */
export const drawPlate = (wells: readonly PictureWell[], rows: readonly PictureRow[]): string => {
  const columns = Math.max(...wells.map((well) => well.column));
  const signs = new Map(wells.map((well) => [`${well.row}${well.column}`, SIGNS[well.class] ?? SIGNS.UNREADABLE]));
  const head = `     ${Array.from({ length: columns }, (_, index) => String(index + 1).padStart(2)).join(' ')}   end  titre`;
  const lines = rows.map((row) => {
    const cells = Array.from({ length: columns }, (_, index) => {
      const { sign, colour } = signs.get(`${row.row}${index + 1}`) ?? SIGNS.UNREADABLE;
      return ` ${colour(sign)}`;
    });
    const flags = row.flags.length ? colours.yellow(`  ${row.flags.join(' ')}`) : '';
    return `   ${colours.bold(row.row)} ${cells.join(' ')}   ${String(row.endPoint ?? '-').padStart(3)}  ${(row.titre?.text ?? '-').padStart(6)}${flags}`;
  });
  const legend = Object.entries(SIGNS).map(([name, { sign, colour }]) => `${colour(sign)} ${name.toLowerCase().replace('_', '-')}`).join('   ');
  return [colours.dim(head), ...lines, '', `     ${legend}`].join('\n');
};

/** The titres alone, as a small table. */
export const drawTitres = (rows: readonly PictureRow[]): string => [
  colours.dim('   row  end point   titre  flags'),
  ...rows.map((row) => `    ${colours.bold(row.row)}   ${String(row.endPoint ?? '-').padStart(9)}  ${(row.titre?.text ?? '-').padStart(6)}  ${colours.yellow(row.flags.join(' '))}`),
].join('\n');
