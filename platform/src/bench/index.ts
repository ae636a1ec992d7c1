import { parseArgs } from 'node:util';
import { z } from '../config/index.ts';

/**
 * A bench's command-line options (`--rounds 3`), checked against a zod object whose keys are their names.
 * Where one is unknown or wrong it says so, and ends the process with 2.
 */
export const readOptions = <Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> => {
  const names = Object.keys(shape);
  const stop = (lines: string[]): never => {
    console.error([...lines, `Options: ${names.map((name) => `--${name}`).join(', ')}.`].join('\n'));
    process.exit(2);
  };
  const given = ((): Record<string, unknown> => {
    try {
      return parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])) }).values;
    } catch (error) {
      return stop([(error as Error).message]);
    }
  })();
  const result = z.object(shape).safeParse(given);
  return result.success ? result.data : stop(result.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}`));
};

/** One of these names. */
export const nameOption = <Name extends string>(names: readonly Name[]) => z.enum(names, `should be one of ${names.join(', ')}`);

/** Some of these names, with commas between. */
export const namesOption = <Name extends string>(names: readonly Name[]) => z.string().transform((text) => text.split(',')).pipe(z.array(z.enum(names, `should be some of ${names.join(', ')}, with commas between`)));

/** A time in seconds. */
export const secondsOption = (fallback: number) => z.coerce.number('should be a number of seconds').positive('should be over 0').default(fallback);
