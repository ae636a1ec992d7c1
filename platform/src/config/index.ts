import { z } from 'zod';

/** A wrong setting stops the start; the message names each one and what it should be. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  // A person reads it on a terminal; where in the code it was found helps nobody.
  override stack = this.message;
}

/**
 * Checks environment variables against a zod object whose keys are their names. An empty string counts as not set.
 * @throws SettingsError naming every wrong setting, never its value (it may be a secret).
 */
export const readSettings = <Shape extends z.ZodRawShape>(
  shape: Shape, environment: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> => {
  const given = Object.fromEntries(Object.keys(shape).map((key) => [key, environment[key] || undefined]));
  const result = z.object(shape).safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(`These settings are wrong:\n${lines.join('\n')}`);
};

/** A TCP port; 0 asks the system for a free one. */
export const portSetting = (fallback: number) =>
  z.coerce.number('should be a port, 0 to 65535').int('should be a port, 0 to 65535').min(0, 'should be a port, 0 to 65535')
    .max(65535, 'should be a port, 0 to 65535').default(fallback);

/** A whole number from `least`. */
export const countSetting = (fallback: number, least = 0) =>
  z.coerce.number('should be a whole number').int('should be a whole number').min(least, `should be at least ${least}`).default(fallback);

export { z };
