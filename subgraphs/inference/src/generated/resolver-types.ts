// Generated from schema/inference.graphql by `npm run generate`. Don't edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { RunParent, ModelParent, CalibrationParent, CalibrationPreviewParent, PlateLocationParent, WellReadingParent } from '../mappers.ts';
import type { InferenceContext } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /**
   * The lab's own calibration file, unchanged, as a JSON object or as its text: `image_width`, `image_height`, 13 `columns`, 9 `rows`,
   * and where they are there `bounds`, `updated_at` and `format_version` (up to 3). CALIBRATION_INVALID says what is wrong in it.
   */
  CalibrationDocument: { input: unknown; output: unknown; }
  /** An instant as ISO 8601 text in UTC, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A device's calibration: where the wells lie in its photos, and how the plate lies. Never changed once saved. */
export type Calibration = {
  __typename?: 'Calibration';
  /** Null where lines, or an orientation alone, were given. */
  corners?: Maybe<CornerWells>;
  /** Null while it is in use. */
  deletedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the lab calls the camera. */
  device: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  /** True of the newest one of the device that is not deleted: `readPlate` with this device uses it. */
  isCurrent: Scalars['Boolean']['output'];
  /** Null where the corner wells, or an orientation alone, were given. */
  lines?: Maybe<CalibrationLines>;
  /** For people. */
  note?: Maybe<Scalars['String']['output']>;
  /** How plates lie in this device's photos; null where the grid tells it: lines mean UPRIGHT, corner wells by their names. */
  orientation?: Maybe<Orientation>;
  savedAt: Scalars['DateTime']['output'];
  /** Null where the account is unknown. */
  savedBy?: Maybe<User>;
  /** 1, 2, ... of its device; never given twice. */
  version: Scalars['Int']['output'];
};

/** A page of calibrations. */
export type CalibrationConnection = {
  __typename?: 'CalibrationConnection';
  edges: Array<CalibrationEdge>;
  pageInfo: PageInfo;
};

/** One place of a page of calibrations. */
export type CalibrationEdge = {
  __typename?: 'CalibrationEdge';
  cursor: Scalars['String']['output'];
  node: Calibration;
};

/** The grid between the wells, in pixels of an image of this size; scaled by ratio to the photo's. CALIBRATION_INVALID unless strictly increasing and inside. */
export type CalibrationInput = {
  /** 13 vertical lines, left to right: x in pixels. */
  columns: Array<Scalars['Float']['input']>;
  /** Pixels. */
  imageHeight: Scalars['Int']['input'];
  /** Pixels. */
  imageWidth: Scalars['Int']['input'];
  /** 9 horizontal lines, top to bottom: y in pixels. */
  rows: Array<Scalars['Float']['input']>;
};

/** The grid between the wells, in pixels of an image of this size. */
export type CalibrationLines = {
  __typename?: 'CalibrationLines';
  /** 13 vertical lines, left to right: x in pixels. */
  columns: Array<Scalars['Float']['output']>;
  /** Pixels. */
  imageHeight: Scalars['Int']['output'];
  /** Pixels. */
  imageWidth: Scalars['Int']['output'];
  /** 9 horizontal lines, top to bottom: y in pixels. */
  rows: Array<Scalars['Float']['output']>;
};

/** How a calibration fits a photo. */
export type CalibrationPreview = {
  __typename?: 'CalibrationPreview';
  /** The wells as they would be read, refined in the photo; its overlay has a cross where the calibration expects each. */
  location: PlateLocation;
  /** In pitches; null for an orientation alone. Above 0.25 the device should be calibrated anew. */
  medianOffset?: Maybe<Scalars['Float']['output']>;
  /** How far each well lies from where the calibration has it; empty for an orientation alone. */
  offsets: Array<WellOffset>;
  /** In pitches; null for an orientation alone. */
  worstOffset?: Maybe<Scalars['Float']['output']>;
};

/** The centres of the corner wells, by the plate's own names, in pixels of an image of this size. */
export type CornerWells = {
  __typename?: 'CornerWells';
  A1: Point;
  A12: Point;
  H1: Point;
  H12: Point;
  /** Pixels. */
  imageHeight: Scalars['Int']['output'];
  /** Pixels. */
  imageWidth: Scalars['Int']['output'];
};

/** The centres of the corner wells, by the plate's own names, in pixels of an image of this size; scaled by ratio to the photo's. CALIBRATION_INVALID where they cross or lie outside. */
export type CornerWellsInput = {
  A1: PointInput;
  A12: PointInput;
  H1: PointInput;
  H12: PointInput;
  /** Pixels. */
  imageHeight: Scalars['Int']['input'];
  /** Pixels. */
  imageWidth: Scalars['Int']['input'];
};

export type Image = {
  __typename?: 'Image';
  id: Scalars['ID']['output'];
  /** Readings of this photo, newest request first. */
  runs: RunConnection;
};


export type ImageRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Where a well is. */
export type LocatedWell = {
  __typename?: 'LocatedWell';
  /** The well's middle. */
  centre: Point;
  /** `A1` and so on. */
  name: Scalars['String']['output'];
  /** Of the well's rim, in pixels of the upright photo. */
  radius: Scalars['Float']['output'];
};

/** A trained classifier. */
export type Model = {
  __typename?: 'Model';
  /** What it can tell apart. */
  classes: Array<WellClass>;
  /** True of the one that reads where no version is asked for. */
  isDefault: Scalars['Boolean']['output'];
  /** What it was measured on, and the figures; empty where its card is no longer here. */
  metrics: Array<ModelMetric>;
  /** Such as `wells`. */
  name: Scalars['String']['output'];
  /** Number of trained weights; null where its card does not tell or is no longer here. */
  parameters?: Maybe<Scalars['Int']['output']>;
  /** Of the model's file, 64 hexadecimal digits. */
  sha256: Scalars['String']['output'];
  /** What it was trained on, in words; null where its card does not tell or is no longer here. */
  trainedOn?: Maybe<Scalars['String']['output']>;
  /** False: its agreement with human readers has not been shown; don't report its results unseen. */
  validated: Scalars['Boolean']['output'];
  /** What `ReadPlateInput.modelVersion` takes. */
  version: Scalars['String']['output'];
};

/** One figure. */
export type ModelFigure = {
  __typename?: 'ModelFigure';
  /** Such as `accuracy` or `perClass.FLOWING`. */
  name: Scalars['String']['output'];
  /** In the figure's own unit; shares are 0 to 1. */
  value: Scalars['Float']['output'];
};

/** Figures of a model on one set of pictures. */
export type ModelMetric = {
  __typename?: 'ModelMetric';
  figures: Array<ModelFigure>;
  /** What it was measured on, such as `kind never trained on: warm`. */
  measuredOn: Scalars['String']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Stops a run that waits or is being read. A cancelled run is answered as it is; NOT_FOUND; CONFLICT where it has completed or failed. */
  cancelRun: Run;
  /**
   * Takes a calibration out of use: the device goes by the newest one left. Runs that were read with it keep their record.
   * NOT_FOUND, also where it is deleted already.
   */
  deleteCalibration: Calibration;
  /**
   * Queues one reading of one photo and answers at once with the queued run; `runProgress` tells the rest.
   * BAD_USER_INPUT names the field (labels, threshold, priority); NOT_FOUND for the image, the calibration, the device or the
   * layout; MODEL_NOT_FOUND; CALIBRATION_INVALID; CONFLICT where the idempotency key was used with other input.
   * A photo that can't be read fails the run, not this call.
   */
  readPlate: Run;
  /**
   * Adds a version to a device's calibrations; earlier ones stay as they are. From now on `readPlate` with this device uses it.
   * CALIBRATION_INVALID names the line or corner; BAD_USER_INPUT the field.
   */
  saveCalibration: Calibration;
};


export type MutationCancelRunArgs = {
  id: Scalars['ID']['input'];
};


export type MutationDeleteCalibrationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReadPlateArgs = {
  input: ReadPlateInput;
};


export type MutationSaveCalibrationArgs = {
  input: SaveCalibrationInput;
};

/** How the plate lies in the upright photo (EXIF orientation applied). */
export type Orientation =
  /** Left and right exchanged, and upright otherwise, as when photographed from below. */
  | 'MIRRORED'
  /** Turned clockwise by 90 degrees: A1 at the upper right. */
  | 'TURNED_90'
  /** Upside down: A1 at the lower right. */
  | 'TURNED_180'
  /** Turned clockwise by 270 degrees: A1 at the lower left. */
  | 'TURNED_270'
  /** A1 at the upper left. */
  | 'UPRIGHT';

/** Where a page lies in its list. A bad `after` is BAD_USER_INPUT. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** Null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** True when `after: endCursor` would give more. */
  hasNextPage: Scalars['Boolean']['output'];
  /** True when this is not the first page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** A picture made by the system. */
export type Picture = {
  __typename?: 'Picture';
  /** Bytes. */
  byteSize: Scalars['Int']['output'];
  /** Pixels. */
  height: Scalars['Int']['output'];
  /** Such as `image/jpeg`. */
  mimeType: Scalars['String']['output'];
  /** Of the picture's bytes, 64 hexadecimal digits. */
  sha256: Scalars['String']['output'];
  /** Signed, needs no sign-in, expires after about an hour. */
  url: Scalars['String']['output'];
  /** Pixels. */
  width: Scalars['Int']['output'];
};

export type Plate = {
  __typename?: 'Plate';
  id: Scalars['ID']['output'];
  /** Readings of this plate, newest request first, failed ones too. */
  runs: RunConnection;
};


export type PlateRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A plate's number of wells. */
export type PlateFormat =
  /** 2 by 3. */
  | 'W6'
  /** 3 by 4. */
  | 'W12'
  /** 4 by 6. */
  | 'W24'
  /** 6 by 8. */
  | 'W48'
  /** 8 by 12. */
  | 'W96'
  /** 16 by 24. */
  | 'W384';

/** A plate found in a photo. */
export type PlateLocation = {
  __typename?: 'PlateLocation';
  /** Number of columns. */
  columns: Scalars['Int']['output'];
  /** Of the grid, 0 to 1. */
  confidence: Scalars['Float']['output'];
  flags: Array<QualityFlag>;
  format: PlateFormat;
  /** Pixels of the upright photo. */
  height: Scalars['Int']['output'];
  /** Null where nothing told, with flag ORIENTATION_UNCERTAIN: the wells are then named as the photo stands. */
  orientation?: Maybe<Orientation>;
  /** The photo, turned so that the plate stands upright, with the wells drawn on it; drawn when asked for, kept for about two hours. Null where it can't be drawn, with the error. */
  overlay?: Maybe<Picture>;
  /** Number of rows. */
  rows: Scalars['Int']['output'];
  /** Row by row in the plate's order, A1 first. */
  wells: Array<LocatedWell>;
  /** Pixels of the upright photo. */
  width: Scalars['Int']['output'];
};

/** Pixels of the upright photo, from its upper left corner. */
export type Point = {
  __typename?: 'Point';
  /** To the right. */
  x: Scalars['Float']['output'];
  /** Down. */
  y: Scalars['Float']['output'];
};

/** Pixels from an image's upper left corner. */
export type PointInput = {
  /** To the right. */
  x: Scalars['Float']['input'];
  /** Down. */
  y: Scalars['Float']['input'];
};

/** What to try: one of `lines`, `corners`, `document` and `calibrationId`, or an orientation alone. */
export type PreviewCalibrationInput = {
  /** A stored calibration, with its orientation. */
  calibrationId?: InputMaybe<Scalars['ID']['input']>;
  corners?: InputMaybe<CornerWellsInput>;
  document?: InputMaybe<Scalars['CalibrationDocument']['input']>;
  lines?: InputMaybe<CalibrationInput>;
  orientation?: InputMaybe<Orientation>;
};

/** What keeps a photo from being trusted as it is. */
export type QualityFlag = {
  __typename?: 'QualityFlag';
  /** The bound it crossed, in the same unit; null where the code has none. */
  bound?: Maybe<Scalars['Float']['output']>;
  code: QualityFlagCode;
  /** What was measured, in the code's unit; null where the code has none. */
  value?: Maybe<Scalars['Float']['output']>;
};

/** What is wrong with a photo, or with the plate's place in it. */
export type QualityFlagCode =
  /** Out of focus, or moved. */
  | 'BLURRED'
  /** Too little light. */
  | 'DARK'
  /** The plate is not of the format that was asked for. */
  | 'FORMAT_MISMATCH'
  /** Reflections over wells. */
  | 'GLARE'
  /** Few pixels from well to well. */
  | 'LOW_RESOLUTION'
  /** There may be more than one plate. */
  | 'MULTIPLE_PLATES'
  /** It may be no plate at all. */
  | 'NO_PLATE'
  /** Which corner is A1 was not plain. */
  | 'ORIENTATION_UNCERTAIN'
  /** Too much light: parts are blown out. */
  | 'OVEREXPOSED'
  /** Part of the plate lies outside the photo. */
  | 'PARTIAL'
  /** Seen at an angle. */
  | 'TILTED';

export type Query = {
  __typename?: 'Query';
  /** The lab's calibrations, newest first; deleted ones are left out. */
  calibrations: CalibrationConnection;
  /**
   * Finds the plate in a photo, and reads nothing: nothing is stored. It costs as much as part of a reading, so it asks for the
   * same permission, and one person has at most three such questions at a time: RATE_LIMITED beyond, SERVICE_UNAVAILABLE where it
   * takes longer than eight seconds. NOT_FOUND for the image; NO_PLATE_FOUND, MULTIPLE_PLATES, PLATE_PARTIAL, PLATE_FORMAT_MISMATCH,
   * LOW_RESOLUTION, IMAGE_UNREADABLE, IMAGE_TOO_BLURRED or IMAGE_OVEREXPOSED where it refuses. It never refuses for the orientation.
   */
  locatePlate: PlateLocation;
  /** The models a reading can be made with; the default one first. */
  models: Array<Model>;
  /**
   * Where the wells of a photo would be read with a calibration; nothing is stored. Costs, and may fail, as `locatePlate` does;
   * CALIBRATION_INVALID names the line or corner, BAD_USER_INPUT the field.
   */
  previewCalibration: CalibrationPreview;
  /**
   * Reads the photo of an ended run again from the run's record (photo, model and plate finder by sha256, threshold, calibration,
   * orientation) and compares; nothing is stored. A failed run is equal where it is refused with the same code. Costs as `locatePlate`
   * does. NOT_FOUND for the run, or where its photo is no longer stored; RUN_NOT_FINISHED before its end or where it was cancelled;
   * MODEL_NOT_FOUND where a model's file is gone or is not the recorded one.
   */
  replayRun: Replay;
  /** The run; null with NOT_FOUND where the lab has none of this id. */
  run?: Maybe<Run>;
  /** The lab's runs, newest request first. */
  runs: RunConnection;
};


export type QueryCalibrationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  device?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryLocatePlateArgs = {
  format?: InputMaybe<PlateFormat>;
  imageId: Scalars['ID']['input'];
};


export type QueryPreviewCalibrationArgs = {
  calibration: PreviewCalibrationInput;
  imageId: Scalars['ID']['input'];
};


export type QueryReplayRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRunsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RunFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/**
 * A photo and the plate it shows. Labels are trimmed, 1 to 64 letters (of any script), digits, spaces or `. _ / # -`,
 * beginning with a letter or digit.
 */
export type ReadPlateInput = {
  /** Where the wells are, as lines between them. Give at most one of `calibration`, `corners`, `calibrationId` and `device`; with none, the wells are found in the photo. */
  calibration?: InputMaybe<CalibrationInput>;
  /** A version that `calibrations` lists. */
  calibrationId?: InputMaybe<Scalars['ID']['input']>;
  /** Where the wells are, as the four corner wells. */
  corners?: InputMaybe<CornerWellsInput>;
  /** The device that took the photo: its newest calibration is used, with its orientation. NOT_FOUND where it has none. */
  device?: InputMaybe<Scalars['String']['input']>;
  /** Unique per person. The same key with the same input is the same run; with other input CONFLICT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The photo, from `uploadImage`. */
  imageId: Scalars['ID']['input'];
  /** Name of the plate's layout, from `saveLayout`: its newest version is recorded with the run. Without it the default layout. */
  layout?: InputMaybe<Scalars['String']['input']>;
  /** A version that `models` lists; the default model without it. */
  modelVersion?: InputMaybe<Scalars['String']['input']>;
  /** How the plate lies in the photo. It settles the orientation, over the device's and over what the photo shows; without it and a device's, the photo must tell. */
  orientation?: InputMaybe<Orientation>;
  /** The plate's number within the submission. Without one, the photo itself stands for the plate. */
  plateNo?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 10; 10 is read first. */
  priority?: InputMaybe<Scalars['Int']['input']>;
  /** The sample: what labs call the submission number. */
  sampleNo: Scalars['String']['input'];
  /** What labs call the test number. */
  submissionNo?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 1; a well of lower confidence is UNREADABLE. */
  threshold?: InputMaybe<Scalars['Float']['input']>;
};

/** A run's record, read again. */
export type Replay = {
  __typename?: 'Replay';
  /** By well, in the plate's order; those of the whole plate first. */
  differences: Array<ReplayDifference>;
  /** True where nothing differs: every class, flag and the orientation alike, numbers within `tolerance`. */
  equal: Scalars['Boolean']['output'];
  run: Run;
  /** Of the reading software that read it now; the run's own is `run.softwareVersion`. */
  softwareVersion: Scalars['String']['output'];
  /** How far numbers may lie apart and still be equal; other processors round differently. On the machine that read it they are the same to the bit. */
  tolerance: ReplayTolerance;
};

/** Something that came out otherwise. */
export type ReplayDifference = {
  __typename?: 'ReplayDifference';
  /** As read now; null where there is none. */
  after?: Maybe<Scalars['String']['output']>;
  /** As recorded; null where there was none. */
  before?: Maybe<Scalars['String']['output']>;
  /** `A1` to `H12`; null for what is of the whole plate. */
  well?: Maybe<Scalars['String']['output']>;
  what: ReplayPart;
};

/** What can come out otherwise. */
export type ReplayPart =
  /** A well's middle. */
  | 'CENTRE'
  /** A well's class. */
  | 'CLASS'
  /** Of the plate, or of a well. */
  | 'CONFIDENCE'
  /** A code: of a run that failed, or of a reading that is refused now. */
  | 'FAILURE'
  /** Codes of the quality flags. */
  | 'FLAGS'
  /** How much a well's picture speaks for Flowing. */
  | 'FLOWING'
  /** A well's measurements. */
  | 'MEASUREMENTS'
  /** How the plate lies. */
  | 'ORIENTATION'
  /** A well's rim. */
  | 'RADIUS';

/** What still counts as equal. */
export type ReplayTolerance = {
  __typename?: 'ReplayTolerance';
  /** Of confidences. */
  confidence: Scalars['Float']['output'];
  /** Of measurements, in their own units. */
  measurement: Scalars['Float']['output'];
  /** Of centres and radii, in pixels. */
  pixels: Scalars['Float']['output'];
};

/** One reading of one photo by one model with one calibration and one threshold. */
export type Run = {
  __typename?: 'Run';
  /** The photo with grid and classes drawn; drawn after the reading, so null for a moment even when completed. */
  annotatedImage?: Maybe<Picture>;
  /** What was known before the photo was looked at: calibration or orientation, as they were when the run was asked for; null where the photo must tell all. */
  calibration?: Maybe<UsedCalibration>;
  /** How far the whole reading can be trusted, 0 to 1: the worst of the grid's confidence and the 5th percentile of the wells'; null until completed. */
  confidence?: Maybe<Scalars['Float']['output']>;
  /** Milliseconds the worker took, waiting not counted; null until the end. */
  durationMs?: Maybe<Scalars['Int']['output']>;
  /** Why it failed; null unless FAILED. */
  failure?: Maybe<RunFailure>;
  /** Null until the end. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What keeps the photo from being trusted as it is, or what it was refused for; empty until the run has ended. Look at them before the titres. */
  flags: Array<QualityFlag>;
  id: Scalars['ID']['output'];
  /** The photo; null where it was removed. */
  image?: Maybe<Image>;
  /** What read it; null until a worker has begun. */
  model?: Maybe<Model>;
  /** How the plate lies in the photo, as it was read; null until completed, and where nothing told (flag ORIENTATION_UNCERTAIN): then it was read as the photo stands. */
  orientation?: Maybe<Orientation>;
  /** The plate that was read; null until results has taken in the end of one of its runs, unless only `id` is asked. */
  plate?: Maybe<Plate>;
  /** Percent, 0 to 100; 100 only when completed. */
  progress: Scalars['Int']['output'];
  /** When it was asked for. The newest completed one is the plate's accepted run. */
  requestedAt: Scalars['DateTime']['output'];
  /** Who asked for it; null where the account is unknown. */
  requestedBy?: Maybe<User>;
  /** The sample the plate belongs to; null until results has taken in the end of one of its runs, unless only `sampleNo` is asked. */
  sample?: Maybe<Sample>;
  /** Version of the reading software; null until a worker has begun. */
  softwareVersion?: Maybe<Scalars['String']['output']>;
  status: RunStatus;
  /** What is being done, such as `classifying`; null while it waits and after the end. `drawing` comes after COMPLETED: the wells are there, the annotated picture follows. */
  step?: Maybe<Scalars['String']['output']>;
  /** 0 to 1, as asked. */
  threshold: Scalars['Float']['output'];
  /** Row by row, A1 first; empty until completed. */
  wells: Array<WellReading>;
};

/** A page of runs. */
export type RunConnection = {
  __typename?: 'RunConnection';
  edges: Array<RunEdge>;
  pageInfo: PageInfo;
};

/** One place of a page of runs. */
export type RunEdge = {
  __typename?: 'RunEdge';
  cursor: Scalars['String']['output'];
  node: Run;
};

/** Why a run has no result. */
export type RunFailure = {
  __typename?: 'RunFailure';
  /** Of the closed list of error codes, such as NO_PLATE_FOUND. */
  code: Scalars['String']['output'];
  /** What was wrong and what to do, for a person. */
  message: Scalars['String']['output'];
};

/** Runs that match all that is given. */
export type RunFilter = {
  /** Runs of this plate. */
  plateId?: InputMaybe<Scalars['ID']['input']>;
  /** Exactly this sample number. */
  sampleNo?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<RunStatus>;
};

/** Where a run stands. The last three are final. */
export type RunStatus =
  /** Stopped by a person. */
  | 'CANCELLED'
  /** It has its wells. */
  | 'COMPLETED'
  /** Refused or given up; see `failure`. */
  | 'FAILED'
  /** A worker has it. */
  | 'PROCESSING'
  /** Accepted and waiting; also between attempts. */
  | 'QUEUED';

export type Sample = {
  __typename?: 'Sample';
  sampleNo: Scalars['String']['output'];
};

/** A new version of a device's calibration: one of `lines`, `corners` and `document`, or an orientation alone. */
export type SaveCalibrationInput = {
  corners?: InputMaybe<CornerWellsInput>;
  /** What the lab calls the camera: 1 to 64 letters, digits, spaces or `. _ / # -`, beginning with a letter or digit. */
  device: Scalars['String']['input'];
  document?: InputMaybe<Scalars['CalibrationDocument']['input']>;
  lines?: InputMaybe<CalibrationInput>;
  /** For people, up to 500 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** How plates lie in this device's photos, unless `readPlate` is told another. Without it lines mean UPRIGHT, and corner wells tell it by their names. */
  orientation?: InputMaybe<Orientation>;
};

export type Subscription = {
  __typename?: 'Subscription';
  /** The run as it is now, then at every step, and after its end the stream ends. NOT_FOUND where the lab has no such run. */
  runProgress: Run;
};


export type SubscriptionRunProgressArgs = {
  runId: Scalars['ID']['input'];
};

/** What a run was told of how the plate lies, out of the run's own record: it stays when the stored calibration is deleted. */
export type UsedCalibration = {
  __typename?: 'UsedCalibration';
  /** Null where lines, or an orientation alone, were used. */
  corners?: Maybe<CornerWells>;
  /** Null where it was given with the request. */
  device?: Maybe<Scalars['String']['output']>;
  /** Of the stored calibration; null where it was given with the request. */
  id?: Maybe<Scalars['ID']['output']>;
  /** Null where corner wells, or an orientation alone, were used. */
  lines?: Maybe<CalibrationLines>;
  /** What settled the orientation: the caller's word, else the device's; null where the grid tells it, or the photo must. */
  orientation?: Maybe<Orientation>;
  /** Version of the device's calibration; null where it was given with the request. */
  version?: Maybe<Scalars['Int']['output']>;
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
};

/** What a well shows. */
export type WellClass =
  /** No liquid or no cells. */
  | 'EMPTY'
  /** Cells stream into a teardrop: antibody present, complete inhibition. */
  | 'FLOWING'
  /** A film, or a button that does not stream: agglutination, or inhibition that is not complete. */
  | 'NON_FLOWING'
  /** It can't be told, or confidence is under the threshold. Never counted as non-flowing. */
  | 'UNREADABLE';

/** What was measured in a well; lengths in pitches (from one well's middle to the next), along the plate's tilt. */
export type WellMeasurements = {
  __typename?: 'WellMeasurements';
  /** Pitches from the floor's middle to that of the cells; towards row H is positive. */
  centroidShift: Scalars['Float']['output'];
  /** Pitches the cells have run. */
  dropLength: Scalars['Float']['output'];
  /** Share of the floor that is blown out by light, 0 to 1. */
  glare: Scalars['Float']['output'];
  /** Share of the floor that is red, 0 to 1. */
  redArea: Scalars['Float']['output'];
};

/** How far a well lies from where a calibration has it. */
export type WellOffset = {
  __typename?: 'WellOffset';
  /** The middle of the calibration's cell. */
  expected: Point;
  /** `A1` and so on. */
  name: Scalars['String']['output'];
  /** In pitches, from the expected middle to the one found. */
  offset: Scalars['Float']['output'];
};

/** One well of a reading. */
export type WellReading = {
  __typename?: 'WellReading';
  /** The well's middle. */
  centre: Point;
  /** What the well shows in the light of its row (one that could be Flowing or not is judged by its neighbours); UNREADABLE where `confidence` is under the threshold. */
  class: WellClass;
  /** 1 to 12. */
  column: Scalars['Int']['output'];
  /** Of what the well shows in the light of its row, 0 to 1. */
  confidence: Scalars['Float']['output'];
  /** How much the well's own picture speaks for Flowing, 0 to 1: 1 plainly Flowing, 0 plainly not, a half where it speaks for neither. By it a row is left open that could end elsewhere (row flag DOUBTFUL). Null in readings made before this was told. */
  flowing?: Maybe<Scalars['Float']['output']>;
  /** What was measured beside the class; null in readings made before this was measured. */
  measurements?: Maybe<WellMeasurements>;
  /** `A1` to `H12`. */
  name: Scalars['String']['output'];
  /** What the model saw in the well by itself. Where it differs from a Flowing or Non-Flowing `class`, the row has told, and an end point that hangs on it is DOUBTFUL. */
  predicted: WellClass;
  /** Pixels of the upright photo. */
  radius: Scalars['Float']['output'];
  /** `A` to `H`. */
  row: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Image: Image;
  Plate: Plate;
  Run: Run;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Image:
    ( { __typename: 'Image' }
    & GraphQLRecursivePick<FederationTypes['Image'], {"id":true}> );
  Plate:
    ( { __typename: 'Plate' }
    & GraphQLRecursivePick<FederationTypes['Plate'], {"id":true}> );
  Run:
    ( { __typename: 'Run' }
    & GraphQLRecursivePick<FederationTypes['Run'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Calibration: ResolverTypeWrapper<CalibrationParent>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CalibrationConnection: ResolverTypeWrapper<Omit<CalibrationConnection, 'edges'> & { edges: Array<ResolversTypes['CalibrationEdge']> }>;
  CalibrationDocument: ResolverTypeWrapper<Scalars['CalibrationDocument']['output']>;
  CalibrationEdge: ResolverTypeWrapper<Omit<CalibrationEdge, 'node'> & { node: ResolversTypes['Calibration'] }>;
  CalibrationInput: CalibrationInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CalibrationLines: ResolverTypeWrapper<CalibrationLines>;
  CalibrationPreview: ResolverTypeWrapper<CalibrationPreviewParent>;
  CornerWells: ResolverTypeWrapper<CornerWells>;
  CornerWellsInput: CornerWellsInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Image: ResolverTypeWrapper<{ __typename?: 'Image'; id: string }>;
  LocatedWell: ResolverTypeWrapper<LocatedWell>;
  Model: ResolverTypeWrapper<ModelParent>;
  ModelFigure: ResolverTypeWrapper<ModelFigure>;
  ModelMetric: ResolverTypeWrapper<ModelMetric>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Orientation: Orientation;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Picture: ResolverTypeWrapper<Picture>;
  Plate: ResolverTypeWrapper<{ __typename?: 'Plate'; id: string }>;
  PlateFormat: PlateFormat;
  PlateLocation: ResolverTypeWrapper<PlateLocationParent>;
  Point: ResolverTypeWrapper<Point>;
  PointInput: PointInput;
  PreviewCalibrationInput: PreviewCalibrationInput;
  QualityFlag: ResolverTypeWrapper<QualityFlag>;
  QualityFlagCode: QualityFlagCode;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReadPlateInput: ReadPlateInput;
  Replay: ResolverTypeWrapper<Omit<Replay, 'run'> & { run: ResolversTypes['Run'] }>;
  ReplayDifference: ResolverTypeWrapper<ReplayDifference>;
  ReplayPart: ReplayPart;
  ReplayTolerance: ResolverTypeWrapper<ReplayTolerance>;
  Run: ResolverTypeWrapper<RunParent>;
  RunConnection: ResolverTypeWrapper<Omit<RunConnection, 'edges'> & { edges: Array<ResolversTypes['RunEdge']> }>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  RunFailure: ResolverTypeWrapper<RunFailure>;
  RunFilter: RunFilter;
  RunStatus: RunStatus;
  Sample: ResolverTypeWrapper<{ __typename?: 'Sample'; sampleNo: string }>;
  SaveCalibrationInput: SaveCalibrationInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UsedCalibration: ResolverTypeWrapper<UsedCalibration>;
  User: ResolverTypeWrapper<{ __typename?: 'User'; id: string }>;
  WellClass: WellClass;
  WellMeasurements: ResolverTypeWrapper<WellMeasurements>;
  WellOffset: ResolverTypeWrapper<WellOffset>;
  WellReading: ResolverTypeWrapper<WellReadingParent>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Calibration: CalibrationParent;
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
  CalibrationConnection: Omit<CalibrationConnection, 'edges'> & { edges: Array<ResolversParentTypes['CalibrationEdge']> };
  CalibrationDocument: Scalars['CalibrationDocument']['output'];
  CalibrationEdge: Omit<CalibrationEdge, 'node'> & { node: ResolversParentTypes['Calibration'] };
  CalibrationInput: CalibrationInput;
  Float: Scalars['Float']['output'];
  CalibrationLines: CalibrationLines;
  CalibrationPreview: CalibrationPreviewParent;
  CornerWells: CornerWells;
  CornerWellsInput: CornerWellsInput;
  DateTime: Scalars['DateTime']['output'];
  Image: { __typename?: 'Image'; id: string };
  LocatedWell: LocatedWell;
  Model: ModelParent;
  ModelFigure: ModelFigure;
  ModelMetric: ModelMetric;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Picture: Picture;
  Plate: { __typename?: 'Plate'; id: string };
  PlateLocation: PlateLocationParent;
  Point: Point;
  PointInput: PointInput;
  PreviewCalibrationInput: PreviewCalibrationInput;
  QualityFlag: QualityFlag;
  Query: Record<PropertyKey, never>;
  ReadPlateInput: ReadPlateInput;
  Replay: Omit<Replay, 'run'> & { run: ResolversParentTypes['Run'] };
  ReplayDifference: ReplayDifference;
  ReplayTolerance: ReplayTolerance;
  Run: RunParent;
  RunConnection: Omit<RunConnection, 'edges'> & { edges: Array<ResolversParentTypes['RunEdge']> };
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  RunFailure: RunFailure;
  RunFilter: RunFilter;
  Sample: { __typename?: 'Sample'; sampleNo: string };
  SaveCalibrationInput: SaveCalibrationInput;
  Subscription: Record<PropertyKey, never>;
  UsedCalibration: UsedCalibration;
  User: { __typename?: 'User'; id: string };
  WellMeasurements: WellMeasurements;
  WellOffset: WellOffset;
  WellReading: WellReadingParent;
};

export type CalibrationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Calibration'] = ResolversParentTypes['Calibration']> = {
  corners?: Resolver<Maybe<ResolversTypes['CornerWells']>, ParentType, ContextType>;
  deletedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  device?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isCurrent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  lines?: Resolver<Maybe<ResolversTypes['CalibrationLines']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  orientation?: Resolver<Maybe<ResolversTypes['Orientation']>, ParentType, ContextType>;
  savedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  savedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CalibrationConnectionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CalibrationConnection'] = ResolversParentTypes['CalibrationConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CalibrationEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export interface CalibrationDocumentScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CalibrationDocument'], any> {
  name: 'CalibrationDocument';
}

export type CalibrationEdgeResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CalibrationEdge'] = ResolversParentTypes['CalibrationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Calibration'], ParentType, ContextType>;
};

export type CalibrationLinesResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CalibrationLines'] = ResolversParentTypes['CalibrationLines']> = {
  columns?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
  imageHeight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  imageWidth?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CalibrationPreviewResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CalibrationPreview'] = ResolversParentTypes['CalibrationPreview']> = {
  location?: Resolver<ResolversTypes['PlateLocation'], ParentType, ContextType>;
  medianOffset?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  offsets?: Resolver<Array<ResolversTypes['WellOffset']>, ParentType, ContextType>;
  worstOffset?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type CornerWellsResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['CornerWells'] = ResolversParentTypes['CornerWells']> = {
  A1?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  A12?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  H1?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  H12?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  imageHeight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  imageWidth?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ImageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image'], FederationReferenceType extends FederationReferenceTypes['Image'] = FederationReferenceTypes['Image']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Image']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<ImageRunsArgs, 'first'>>;
};

export type LocatedWellResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['LocatedWell'] = ResolversParentTypes['LocatedWell']> = {
  centre?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  radius?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ModelResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model']> = {
  classes?: Resolver<Array<ResolversTypes['WellClass']>, ParentType, ContextType>;
  isDefault?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  metrics?: Resolver<Array<ResolversTypes['ModelMetric']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parameters?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trainedOn?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  validated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ModelFigureResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelFigure'] = ResolversParentTypes['ModelFigure']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type ModelMetricResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ModelMetric'] = ResolversParentTypes['ModelMetric']> = {
  figures?: Resolver<Array<ResolversTypes['ModelFigure']>, ParentType, ContextType>;
  measuredOn?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelRun?: Resolver<ResolversTypes['Run'], ParentType, ContextType, RequireFields<MutationCancelRunArgs, 'id'>>;
  deleteCalibration?: Resolver<ResolversTypes['Calibration'], ParentType, ContextType, RequireFields<MutationDeleteCalibrationArgs, 'id'>>;
  readPlate?: Resolver<ResolversTypes['Run'], ParentType, ContextType, RequireFields<MutationReadPlateArgs, 'input'>>;
  saveCalibration?: Resolver<ResolversTypes['Calibration'], ParentType, ContextType, RequireFields<MutationSaveCalibrationArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PictureResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Picture'] = ResolversParentTypes['Picture']> = {
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  height?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mimeType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  width?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PlateResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Plate'] = ResolversParentTypes['Plate'], FederationReferenceType extends FederationReferenceTypes['Plate'] = FederationReferenceTypes['Plate']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Plate']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<PlateRunsArgs, 'first'>>;
};

export type PlateLocationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['PlateLocation'] = ResolversParentTypes['PlateLocation']> = {
  columns?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  flags?: Resolver<Array<ResolversTypes['QualityFlag']>, ParentType, ContextType>;
  format?: Resolver<ResolversTypes['PlateFormat'], ParentType, ContextType>;
  height?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  orientation?: Resolver<Maybe<ResolversTypes['Orientation']>, ParentType, ContextType>;
  overlay?: Resolver<Maybe<ResolversTypes['Picture']>, ParentType, ContextType>;
  rows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  wells?: Resolver<Array<ResolversTypes['LocatedWell']>, ParentType, ContextType>;
  width?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PointResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Point'] = ResolversParentTypes['Point']> = {
  x?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  y?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type QualityFlagResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['QualityFlag'] = ResolversParentTypes['QualityFlag']> = {
  bound?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['QualityFlagCode'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  calibrations?: Resolver<ResolversTypes['CalibrationConnection'], ParentType, ContextType, RequireFields<QueryCalibrationsArgs, 'first'>>;
  locatePlate?: Resolver<ResolversTypes['PlateLocation'], ParentType, ContextType, RequireFields<QueryLocatePlateArgs, 'imageId'>>;
  models?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
  previewCalibration?: Resolver<ResolversTypes['CalibrationPreview'], ParentType, ContextType, RequireFields<QueryPreviewCalibrationArgs, 'calibration' | 'imageId'>>;
  replayRun?: Resolver<ResolversTypes['Replay'], ParentType, ContextType, RequireFields<QueryReplayRunArgs, 'id'>>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
};

export type ReplayResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Replay'] = ResolversParentTypes['Replay']> = {
  differences?: Resolver<Array<ResolversTypes['ReplayDifference']>, ParentType, ContextType>;
  equal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  run?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
  softwareVersion?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tolerance?: Resolver<ResolversTypes['ReplayTolerance'], ParentType, ContextType>;
};

export type ReplayDifferenceResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ReplayDifference'] = ResolversParentTypes['ReplayDifference']> = {
  after?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  well?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  what?: Resolver<ResolversTypes['ReplayPart'], ParentType, ContextType>;
};

export type ReplayToleranceResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['ReplayTolerance'] = ResolversParentTypes['ReplayTolerance']> = {
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  measurement?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  pixels?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run'], FederationReferenceType extends FederationReferenceTypes['Run'] = FederationReferenceTypes['Run']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Run']> | FederationReferenceType, FederationReferenceType, ContextType>;
  annotatedImage?: Resolver<Maybe<ResolversTypes['Picture']>, ParentType, ContextType>;
  calibration?: Resolver<Maybe<ResolversTypes['UsedCalibration']>, ParentType, ContextType>;
  confidence?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['RunFailure']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  flags?: Resolver<Array<ResolversTypes['QualityFlag']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType>;
  orientation?: Resolver<Maybe<ResolversTypes['Orientation']>, ParentType, ContextType>;
  plate?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType>;
  progress?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  requestedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  sample?: Resolver<Maybe<ResolversTypes['Sample']>, ParentType, ContextType>;
  softwareVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  step?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  wells?: Resolver<Array<ResolversTypes['WellReading']>, ParentType, ContextType>;
};

export type RunConnectionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['RunConnection'] = ResolversParentTypes['RunConnection']> = {
  edges?: Resolver<Array<ResolversTypes['RunEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RunEdgeResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['RunEdge'] = ResolversParentTypes['RunEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Run'], ParentType, ContextType>;
};

export type RunFailureResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['RunFailure'] = ResolversParentTypes['RunFailure']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SampleResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Sample'] = ResolversParentTypes['Sample']> = {
  sampleNo?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  runProgress?: SubscriptionResolver<ResolversTypes['Run'], "runProgress", ParentType, ContextType, RequireFields<SubscriptionRunProgressArgs, 'runId'>>;
};

export type UsedCalibrationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['UsedCalibration'] = ResolversParentTypes['UsedCalibration']> = {
  corners?: Resolver<Maybe<ResolversTypes['CornerWells']>, ParentType, ContextType>;
  device?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  lines?: Resolver<Maybe<ResolversTypes['CalibrationLines']>, ParentType, ContextType>;
  orientation?: Resolver<Maybe<ResolversTypes['Orientation']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type UserResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type WellMeasurementsResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['WellMeasurements'] = ResolversParentTypes['WellMeasurements']> = {
  centroidShift?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  dropLength?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  glare?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  redArea?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type WellOffsetResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['WellOffset'] = ResolversParentTypes['WellOffset']> = {
  expected?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  offset?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type WellReadingResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['WellReading'] = ResolversParentTypes['WellReading']> = {
  centre?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['WellClass'], ParentType, ContextType>;
  column?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  flowing?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  measurements?: Resolver<Maybe<ResolversTypes['WellMeasurements']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  predicted?: Resolver<ResolversTypes['WellClass'], ParentType, ContextType>;
  radius?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  row?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = InferenceContext> = {
  Calibration?: CalibrationResolvers<ContextType>;
  CalibrationConnection?: CalibrationConnectionResolvers<ContextType>;
  CalibrationDocument?: GraphQLScalarType;
  CalibrationEdge?: CalibrationEdgeResolvers<ContextType>;
  CalibrationLines?: CalibrationLinesResolvers<ContextType>;
  CalibrationPreview?: CalibrationPreviewResolvers<ContextType>;
  CornerWells?: CornerWellsResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Image?: ImageResolvers<ContextType>;
  LocatedWell?: LocatedWellResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  ModelFigure?: ModelFigureResolvers<ContextType>;
  ModelMetric?: ModelMetricResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Picture?: PictureResolvers<ContextType>;
  Plate?: PlateResolvers<ContextType>;
  PlateLocation?: PlateLocationResolvers<ContextType>;
  Point?: PointResolvers<ContextType>;
  QualityFlag?: QualityFlagResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Replay?: ReplayResolvers<ContextType>;
  ReplayDifference?: ReplayDifferenceResolvers<ContextType>;
  ReplayTolerance?: ReplayToleranceResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  RunFailure?: RunFailureResolvers<ContextType>;
  Sample?: SampleResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UsedCalibration?: UsedCalibrationResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  WellMeasurements?: WellMeasurementsResolvers<ContextType>;
  WellOffset?: WellOffsetResolvers<ContextType>;
  WellReading?: WellReadingResolvers<ContextType>;
};

