import colours from 'picocolors';
import { credentialsOf, signIn } from '../client/sign-in.ts';
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
  const client = await signIn(credentialsOf(options, options.environment));
  try {
    if (!options.json) process.stderr.write(colours.dim(`Waiting for results of ${sampleNo}; Ctrl-C ends.\n`));
    let seen = 0;
    for await (const { sampleEvents } of client.subscribe<{ sampleEvents: ResultEvent }>(EVENTS, { sampleNo, after: options.after ?? null })) {
      process.stdout.write(options.json ? `${JSON.stringify(sampleEvents)}\n` : `${describe(sampleEvents)}\n`);
      seen += 1;
      if (options.count && seen >= options.count) return;
    }
  } finally {
    await client.close();
  }
};

const describe = ({ at, kind, plate, run }: ResultEvent): string => {
  const title = `${colours.dim(at)}  ${colours.bold(kind)}  plate ${plate?.plateNo ?? plate?.id ?? '?'}`;
  if (run?.failure) return `${title}\n   ${colours.red(`${run.failure.code}: ${run.failure.message}`)}`;
  return plate?.rows.length ? `${title}\n${drawTitres(plate.rows)}\n` : title;
};
