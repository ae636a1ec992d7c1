import type { Labels } from './batch-rules.ts';

/** How one photograph ended; a line of the journal and of the CSV. */
export interface Outcome extends Labels {
  /** Name within the folder. */
  file: string;
  sha256: string;
  /** See `requestKey`: the same file read otherwise is another outcome. */
  key: string;
  status: 'READ' | 'REFUSED';
  /** Why it was refused, of the closed list of codes; else null. */
  code: string | null;
  message: string | null;
  runId: string | null;
  /** Name and version, and that it is not validated where it is not. */
  model: string | null;
  /** 0..1; null where it was refused. */
  confidence: number | null;
  /** The plate's quality flags and its rows' (`A:GAP`). */
  flags: string[];
  /** Titre text by row, `A` first; null where it can't be told. */
  titres: Record<string, string | null>;
  gmt: number | null;
}
