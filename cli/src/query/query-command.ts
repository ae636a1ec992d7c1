import { readFile } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { credentialsOf, signIn } from '../client/sign-in.ts';
import { columnsOf, rowsOf } from './table.ts';
import type { Environment } from '../start/start-environment.ts';

export interface QueryOptions { environment: Environment; url: string; login?: string; var: string[]; format: 'json' | 'csv' }

/** `microplate query FILE.graphql --var k=v`: a scripted report. JSON or CSV on standard output; any error ends with exit code 1. */
export const queryCommand = async (file: string, options: QueryOptions): Promise<void> => {
  const text = await readFile(file, 'utf8').catch(() => { throw new Error(`There is no query file at ${file}.`); });
  const client = await signIn(credentialsOf(options, options.environment));
  try {
    const data = await client.query(text, variablesOf(options.var));
    process.stdout.write(options.format === 'csv' ? csvOf(data) : `${JSON.stringify(data, null, 2)}\n`);
  } finally {
    await client.close();
  }
};

const csvOf = (data: unknown): string => {
  const rows = rowsOf(data);
  return stringify(rows, { header: true, columns: columnsOf(rows), escape_formulas: true, cast: { boolean: String } });
};

/** `k=v`: v as JSON where it is JSON (`5`, `true`, `{"a":1}`), else as text; `k:=v` is always text. */
export const variablesOf = (pairs: readonly string[]): Record<string, unknown> => Object.fromEntries(pairs.map((pair) => {
  const at = pair.indexOf('=');
  if (at < 1) throw new Error(`--var ${pair}: write it as name=value.`);
  const value = pair.slice(at + 1);
  return pair[at - 1] === ':' ? [pair.slice(0, at - 1), value] : [pair.slice(0, at), jsonOr(value)];
}));

const jsonOr = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
