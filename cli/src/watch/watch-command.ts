import colours from 'picocolors';
import { createGraphClient, GraphError } from '../client/graph-client.ts';
import { credentialsOf, type Credentials } from '../client/sign-in.ts';
import { createTokenSource } from '../client/token-source.ts';
import { drawTitres, type PictureRow } from '../terminal/plate-picture.ts';
import type { Environment } from '../start/start-environment.ts';

export interface WatchOptions { environment: Environment; url: string; login?: string; after?: string; json?: boolean; count?: number }

const EVENTS = `subscription Watch($sampleNo: String!, $after: String) {
  sampleEvents(sampleNo: $sampleNo, after: $after) {
    cursor kind at
    plate { id plateNo submissionNo rows { row endPoint flags titre { text } } }
    run { id status failure { code message } }
  }
}`;

interface ResultEvent {
  cursor: string; kind: string; at: string;
  plate: { id: string; plateNo: string | null; rows: PictureRow[] } | null;
  run: { id: string; failure: { code: string; message: string } | null } | null;
}

/** `microplate watch SAMPLE`: each new result of a sample as it arrives; the sample need not exist yet. */
export const watchCommand = async (sampleNo: string, options: WatchOptions): Promise<void> => {
  const tell = (text: string) => { if (!options.json) process.stderr.write(colours.dim(`${text}\n`)); };
  const credentials = credentialsOf(options, options.environment);
  let seen = 0;
  for await (const event of eventsOf(credentials, sampleNo, options.after ?? null, tell)) {
    process.stdout.write(options.json ? `${JSON.stringify(event)}\n` : `${describe(event)}\n`);
    seen += 1;
    if (options.count && seen >= options.count) return;
  }
};

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** Through losses of the connection and the end of a token, each event once: it goes on from the last one's cursor. */
async function* eventsOf(credentials: Credentials, sampleNo: string, after: string | null, tell: (text: string) => void): AsyncGenerator<ResultEvent> {
  const token = createTokenSource(credentials);
  await token();
  let cursor = after;
  tell(`Waiting for results of ${sampleNo}; Ctrl-C ends.`);
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      for await (const event of listen(credentials.url, await token(), { sampleNo, after: cursor })) {
        cursor = event.cursor;
        wait = FIRST_WAIT_MS;
        yield event;
      }
      return;
    } catch (error) {
      if (!isPassing(error)) throw error;
      tell(cursor ? 'The connection was lost; going on from the last event.' : 'The connection was lost before the first event; what happens until it is back is not shown.');
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

async function* listen(url: string, accessToken: string, variables: { sampleNo: string; after: string | null }): AsyncGenerator<ResultEvent> {
  const client = createGraphClient(url, accessToken, { retries: 0 });
  try {
    for await (const { sampleEvents } of client.subscribe<{ sampleEvents: ResultEvent }>(EVENTS, variables)) yield sampleEvents;
  } finally {
    await client.close();
  }
}

const PASSING = new Set(['SLOW_CONSUMER', 'SERVICE_UNAVAILABLE', 'GATEWAY_TIMEOUT', 'RATE_LIMITED', 'TOKEN_EXPIRED']);

/** A lost line, a gateway that restarts, a token at its end: not a refusal, which would only come again. */
const isPassing = (error: unknown): boolean => {
  if (error instanceof GraphError) return PASSING.has(error.code);
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  return typeof code === 'number' && code >= 4400 && code < 4500 ? String(reason).startsWith('TOKEN_EXPIRED') : true;
};

const describe = ({ at, kind, plate, run }: ResultEvent): string => {
  const title = `${colours.dim(at)}  ${colours.bold(kind)}  plate ${plate?.plateNo ?? plate?.id ?? '?'}`;
  if (run?.failure) return `${title}\n   ${colours.red(`${run.failure.code}: ${run.failure.message}`)}`;
  return plate?.rows.length ? `${title}\n${drawTitres(plate.rows)}\n` : title;
};
