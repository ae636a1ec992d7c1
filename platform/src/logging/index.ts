import pino, { type Logger } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

export interface LoggingOptions {
  service: string;
  level?: string;
  /** `json` (default): one object a line, for collectors. `pretty`: for a terminal. */
  format?: 'json' | 'pretty';
}

/** Whatever bears these names is never written to a log. */
const SECRETS = ['password', 'authorization', 'accessToken', 'refreshToken', 'token', 'cookie', 'key', 'secret'];
const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' };

/** How late a line may be: many leave in one write, which costs as much as a small request does. */
const LATEST_MS = 100;

/** Standard output, written to in pieces; what is left goes out when the process ends. */
const bundled = () => {
  // Not flushSync every so often: that waits for the disk where output is a file.
  const output = pino.destination({ fd: 1, sync: true, minLength: 8192, periodicFlush: LATEST_MS });
  process.on('exit', () => output.flushSync());
  return output;
};

/** JSON lines on standard output, secrets blanked; `child({ requestId })` follows one request. */
export const createLogger = ({ service, level = 'info', format = 'json' }: LoggingOptions): Logger => {
  const options = { level, base: { service }, redact, timestamp: pino.stdTimeFunctions.isoTime };
  if (format === 'json') return pino(options, bundled());
  return pino(options, pretty({
    colorize: true, singleLine: true, messageFormat: '{service}: {msg}', ignore: 'pid,hostname,service,requestId,userId,kind,transport',
    translateTime: 'SYS:HH:MM:ss', sync: true,
  }));
};

/** For lines of fixed fields, none of them secret: to look through a line costs twice what writing it does. */
export const withoutRedaction = (logger: Logger): Logger => logger.child({}, { redact: [] });

/** For tests and commands that have nothing to log. */
export const silentLogger = (): Logger => pino({ level: 'silent' });
