/**
 * The report of one sample, from results to labware:
 * `GET /internal/samples/<encodeURIComponent(sampleNo)>/report?lab=<labId>`, status 200.
 * Results first takes over what inference has committed by then, and reads all of it in one snapshot, so what is here
 * belongs together. Refusals are `{ "errors": [{ "message", "extensions": { "code" } }] }`:
 * 404 NOT_FOUND (no such sample), 409 NO_ACCEPTED_RESULT (no plate with an accepted run),
 * 409 CONFLICT (plates of different start or factor can't be pooled), 400 BAD_USER_INPUT (no sample number),
 * 503 SERVICE_UNAVAILABLE (inference does not answer, so the report might be stale).
 */
import type { QualityFlagOfRun, WellOfRun } from './events.ts';

export type EndPointPolicyName = 'FIRST_BREAK' | 'LAST_FLOWING';
/** A class of less confidence than this is a doubtful one, as is one the row has told: see the row flag DOUBTFUL. */
export const SURE_CONFIDENCE = 0.8;

export type RowFlagName = 'GAP' | 'PROZONE' | 'UNREADABLE' | 'EMPTY_ROW' | 'DOUBTFUL' | 'CONTROL_FAILED' | 'ORIENTATION_UNCERTAIN';
export type WellRoleName = 'CELL_CONTROL' | 'ANTIGEN_CONTROL' | 'POSITIVE' | 'NEGATIVE';
export type ByPolicy<Value> = Record<EndPointPolicyName, Value>;

/** `value` is the reciprocal of the dilution, the bound itself where censored; `text` as labs write it: `<2`, `64`, `>=4096`. */
export interface TitreOfRow { value: number; censoring: 'NONE' | 'BELOW' | 'AT_LEAST'; text: string }

export interface RowOfPlate {
  /** `A` to `H`. */
  row: string;
  /** Column 1 to 12 counted from the first dilution, 0 for no Flowing well, null where it can't be told (then `titre` and `log2` are null too; `flags` say why). */
  endPoint: number | null;
  titre: TitreOfRow | null;
  /** log2 of the titre as the statistics use it (a censored titre by its substitute, see the dialect), 6 for 64. */
  log2: number | null;
  flags: RowFlagName[];
}

export interface Layout {
  /** E.g. `default-1`. */
  version: string;
  /** Reciprocal of the first dilution (2 for 1:2) and the factor from one column to the next. */
  start: number;
  factor: number;
  /** Which end the first dilution is at. */
  direction: 'LEFT_TO_RIGHT' | 'RIGHT_TO_LEFT';
  /** Haemagglutinating units of antigen, null where not recorded. */
  hau: number | null;
  /** Longest leading prozone (Non-Flowing wells before the first Flowing one) that is skipped. */
  prozoneColumns: number;
  /** Control wells; a POSITIVE serum's `expectedTitre` is on each of its wells. They are in no distribution. */
  controls: { well: string; role: WellRoleName; expectedTitre?: number }[];
  /** Names of the rows' sera, where they have one. */
  sera?: { row: string; label: string }[];
}

export interface DistributionOfRows {
  /** Rows by end point, index = column: 13 numbers, 0 to 12. */
  buckets: number[];
  /** Sum of the buckets. */
  total: number;
  /** Rows whose end point is null. */
  undetermined: number;
}

/** `value` is null where undefined, and then `undefinedBecause` says why; `dialect` names formula, n or n-1, and substitution. */
export interface StatisticOfRows { value: number | null; dialect: string; undefinedBecause: string | null }

export interface StatisticsOfRows { gmt: StatisticOfRows; meanLog2: StatisticOfRows; sd: StatisticOfRows; cv: StatisticOfRows }

export interface PlateOfReport {
  plateId: string;
  submissionNo: string | null;
  plateNo: string | null;
  /** Order in which plates of this lab were accepted or read again: a greater number was accepted later. */
  acceptedSeq: number;
  /** The same as a time, ISO in UTC. */
  acceptedAt: string;
  run: {
    id: string; imageId: string; photoSha256: string; requestedAt: string; finishedAt: string;
    model: { name: string; version: string; sha256: string; validated: boolean };
    threshold: number; confidence: number; softwareVersion: string;
    /** What keeps its photo from being trusted as it is; whoever passes the numbers on tells these too. */
    flags: QualityFlagOfRun[];
  };
  layout: Layout;
  /** Eight rows, A to H, less those that are controls throughout. */
  rows: ByPolicy<RowOfPlate[]>;
  /** Row by row, A1 first. */
  wells: WellOfRun[];
}

export interface SampleReport {
  sampleNo: string;
  /** Plates with an accepted run, each once; by submissionNo, then plateNo, numbers in them by value (P2 before P10). At least one. */
  plates: PlateOfReport[];
  distribution: ByPolicy<DistributionOfRows>;
  statistics: ByPolicy<StatisticsOfRows>;
}

/**
 * The rows of one run, from results to inference, which writes them on the run's picture:
 * `GET /internal/runs/<run id>/rows?lab=<labId>`, status 200. Results first takes over what inference has committed by then.
 * Refusals as for the report: 404 NOT_FOUND (no such run in the lab), 409 NO_ACCEPTED_RESULT (it failed), 409 CONFLICT (its layout
 * is not known), 400 BAD_USER_INPUT, 503 SERVICE_UNAVAILABLE.
 */
export interface RowsOfRun {
  runId: string;
  plateId: string;
  layout: Layout;
  policy: 'FIRST_BREAK';
  flags: QualityFlagOfRun[];
  /** As of the report, A to H; `wells` are those of the serum, first dilution first, and the end point is the `endPoint`th of them. */
  rows: (RowOfPlate & { serum: string | null; wells: string[] })[];
}

/**
 * The newest version of a layout, from results to inference, which records it with a run:
 * `GET /internal/layouts/<encodeURIComponent(name)>?lab=<labId>`, status 200; 404 NOT_FOUND, 400 BAD_USER_INPUT.
 */
export interface LayoutVersion extends Pick<Layout, 'version' | 'direction' | 'controls'> {}
