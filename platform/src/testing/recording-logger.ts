import pino from 'pino';
import type { Logger } from '../logging/index.ts';

/** A logger that remembers its lines: `{ level: 'info', message, ...fields }`. */
export const recordingLogger = (): { logger: Logger; logs: Record<string, unknown>[] } => {
  const logs: Record<string, unknown>[] = [];
  const options = { base: null, timestamp: false as const, messageKey: 'message', formatters: { level: (level: string) => ({ level }) } };
  return { logger: pino(options, { write: (line: string) => { logs.push(JSON.parse(line) as Record<string, unknown>); } }), logs };
};
