import { parseArgs } from 'node:util';
import { z } from '../config/index.ts';

/**
 * A bench's command line (`--rounds 3`): options checked against a zod object whose keys are their names, and which of its `parts` to run, all where
 * none is named. Where one is unknown or wrong it says so, and ends the process with 2.
 */
export const readOptions = <Shape extends z.ZodRawShape, Part extends string = never>(shape: Shape, parts: readonly Part[] = []): z.infer<z.ZodObject<Shape>> & { parts: readonly Part[] } => {
  const names = Object.keys(shape);
  const stop = (lines: string[]): never => {
    console.error([...lines, ...(parts.length ? [`Parts: ${parts.join(', ')}.`] : []), `Options: ${names.map((name) => `--${name}`).join(', ')}.`].join('\n'));
    process.exit(2);
  };
  const { values, positionals } = (() => {
    try {
      return parseArgs({ allowPositionals: parts.length > 0, options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) });
    } catch (error) {
      return stop([(error as Error).message]);
    }
  })();
  const unknown = positionals.filter((name) => !parts.includes(name as Part));
  if (unknown.length) stop([`No such part: ${unknown.join(', ')}.`]);
  const result = z.object(shape).safeParse(values);
  const options = result.success ? result.data : stop(result.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}`));
  return { ...options, parts: positionals.length ? positionals as Part[] : parts };
};

/** One of these names. */
export const nameOption = <Name extends string>(names: readonly Name[]) => z.enum(names, `should be one of ${names.join(', ')}`);

/** Some of these names, with commas between. */
export const namesOption = <Name extends string>(names: readonly Name[]) => z.string().transform((text) => text.split(',')).pipe(z.array(z.enum(names, `should be some of ${names.join(', ')}, with commas between`)));

/** A time in seconds. */
export const secondsOption = (fallback: number) => z.coerce.number('should be a number of seconds').positive('should be over 0').default(fallback);
