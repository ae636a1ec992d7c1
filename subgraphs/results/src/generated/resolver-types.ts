// Generated from schema/results.graphql by `npm run generate`. Don't edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { PlateParent, SampleParent, LayoutParent, ResultEventParent } from '../mappers.ts';
import type { ResultsContext } from '../context.ts';
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
  /** An instant as ISO 8601 text in UTC, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** How many rows end here. */
export type Bucket = {
  __typename?: 'Bucket';
  /** 0 (no flowing well) to 12. */
  column: Scalars['Int']['output'];
  /** Rows. */
  count: Scalars['Int']['output'];
};

/** Whether a titre is exact. */
export type Censoring =
  /** At least the last dilution: all wells flow. */
  | 'AT_LEAST'
  /** Less than the first dilution: no well flows. */
  | 'BELOW'
  /** Exact. */
  | 'NONE';

/** Which end of a row holds the first dilution. */
export type DilutionDirection =
  /** Column 1. */
  | 'LEFT_TO_RIGHT'
  /** Column 12. */
  | 'RIGHT_TO_LEFT';

/** Rows by end point, each plate's accepted run counted once. At most 8 rows a plate. */
export type Distribution = {
  __typename?: 'Distribution';
  /** Columns 0 (no flowing well) to 12, all thirteen, in order. */
  buckets: Array<Bucket>;
  /** Sum of the buckets. */
  total: Scalars['Int']['output'];
  /** Rows whose end point can't be told; in no bucket. */
  undetermined: Scalars['Int']['output'];
};

/** How the end point of a row is told from its wells. Every number says which it used. */
export type EndPointPolicy =
  /** Ours: the last column of the unbroken run of flowing wells from the first dilution. */
  | 'FIRST_BREAK'
  /** The original system's: the right-most flowing column, gaps ignored. */
  | 'LAST_FLOWING';

/** What the wells of a plate hold, one version of it. Never changed once saved. */
export type Layout = {
  __typename?: 'Layout';
  /** Wells that are no dilution of a serum. */
  controls: Array<LayoutControl>;
  direction: DilutionDirection;
  /** From one dilution to the next, above 1. */
  factor: Scalars['Float']['output'];
  /** Haemagglutinating units of antigen; null where not recorded. */
  hau?: Maybe<Scalars['Float']['output']>;
  /** Name and version together, such as `poultry-2`: what a run records. */
  id: Scalars['ID']['output'];
  /** What `ReadPlateInput.layout` takes. */
  name: Scalars['String']['output'];
  /** How many Non-Flowing wells before the first Flowing one are passed over, flagged PROZONE. 0 to 11. */
  prozoneColumns: Scalars['Int']['output'];
  /** Null for the default layout. */
  savedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null for the default layout, and where the account is unknown. */
  savedBy?: Maybe<User>;
  /** Names of the rows' sera, where they have one. */
  sera: Array<RowSerum>;
  /** Reciprocal of the first dilution: 2 for 1:2. */
  start: Scalars['Float']['output'];
  /** 1, 2, ... of its name. */
  version: Scalars['Int']['output'];
};

/** A page of layouts. */
export type LayoutConnection = {
  __typename?: 'LayoutConnection';
  edges: Array<LayoutEdge>;
  pageInfo: PageInfo;
};

/** One control well. */
export type LayoutControl = {
  __typename?: 'LayoutControl';
  /** Of a POSITIVE serum: its titre, which must come out within one dilution. Null otherwise. */
  expectedTitre?: Maybe<Scalars['Float']['output']>;
  role: WellRole;
  /** `A1` to `H12`. */
  well: Scalars['String']['output'];
};

/** One control well. */
export type LayoutControlInput = {
  /** Needed for POSITIVE, the same on all its wells of a row; not for others. */
  expectedTitre?: InputMaybe<Scalars['Float']['input']>;
  role: WellRole;
  /** `A1` to `H12`. */
  well: Scalars['String']['input'];
};

/** One place of a page of layouts. */
export type LayoutEdge = {
  __typename?: 'LayoutEdge';
  cursor: Scalars['String']['output'];
  node: Layout;
};

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Adds a version to the lab's layout of this name; earlier ones stay, and so do the plates that were read with them.
   * BAD_USER_INPUT names the field; CONFLICT for the name of the default layout.
   */
  saveLayout: Layout;
  /**
   * Gives a plate another layout than the one its runs name, for good, or with null the runs' own again. All its numbers follow, and
   * whoever listens is told (PLATE_LAYOUT_SET). NOT_FOUND for the plate or the layout.
   */
  setPlateLayout: Plate;
};


export type MutationSaveLayoutArgs = {
  input: SaveLayoutInput;
};


export type MutationSetPlateLayoutArgs = {
  layoutId?: InputMaybe<Scalars['ID']['input']>;
  plateId: Scalars['ID']['input'];
};

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

/** One plate of a sample: a photo's 96 wells, one serum a row. */
export type Plate = {
  __typename?: 'Plate';
  /** The completed run with the newest request; its wells give all numbers here. Null until one completes. */
  acceptedRun?: Maybe<Run>;
  /** How many rows end at which column. */
  distribution: Distribution;
  /** What keeps the accepted run's photo from being trusted as it is; empty until a run is accepted. Look at them before the titres. */
  flags: Array<QualityFlag>;
  /** Geometric mean of the rows' titres. */
  gmt: Statistic;
  id: Scalars['ID']['output'];
  /** What its wells hold: the layout set with `setPlateLayout`, else the accepted run's. Null until a run is accepted, and where the run named one that is not known here. */
  layout?: Maybe<Layout>;
  /** Null where none was given: the photo stands for the plate. */
  plateNo?: Maybe<Scalars['String']['output']>;
  /** A to H, without control rows; empty until a run is accepted. */
  rows: Array<PlateRow>;
  sample: Sample;
  /** What labs call the submission number. */
  sampleNo: Scalars['String']['output'];
  /** What labs call the test number; null where none was given. */
  submissionNo?: Maybe<Scalars['String']['output']>;
};


/** One plate of a sample: a photo's 96 wells, one serum a row. */
export type PlateDistributionArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};


/** One plate of a sample: a photo's 96 wells, one serum a row. */
export type PlateGmtArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};


/** One plate of a sample: a photo's 96 wells, one serum a row. */
export type PlateRowsArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};

/** A page of plates. */
export type PlateConnection = {
  __typename?: 'PlateConnection';
  edges: Array<PlateEdge>;
  pageInfo: PageInfo;
};

/** One place of a page of plates. */
export type PlateEdge = {
  __typename?: 'PlateEdge';
  cursor: Scalars['String']['output'];
  node: Plate;
};

/** One serum. */
export type PlateRow = {
  __typename?: 'PlateRow';
  /** Column of the last dilution that counts, 1 to 12; 0 where no well flows; null where it can't be told (see `flags`). */
  endPoint?: Maybe<Scalars['Int']['output']>;
  flags: Array<RowFlag>;
  /** Base-2 logarithm of the titre as the statistics take it: a censored one by its substitute (`<2` is 0); null where the end point is. */
  log2?: Maybe<Scalars['Float']['output']>;
  /** `A` to `H`. */
  row: Scalars['String']['output'];
  /** The serum's name, by the layout; null where that has none for the row. */
  serum?: Maybe<Scalars['String']['output']>;
  /** Null where the end point is. */
  titre?: Maybe<Titre>;
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
  /** The lab's plate layouts, newest first, all versions; the default one, which every lab has, last. */
  layouts: LayoutConnection;
  /** The plate; null with NOT_FOUND where no run of it has ended in the lab. */
  plate?: Maybe<Plate>;
  /** The sample; null with NOT_FOUND where no run of it has ended in the lab. */
  sample?: Maybe<Sample>;
  /** The lab's samples, newest first. */
  samples: SampleConnection;
};


export type QueryLayoutsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  name?: InputMaybe<Scalars['String']['input']>;
};


export type QueryPlateArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySampleArgs = {
  sampleNo: Scalars['String']['input'];
};


export type QuerySamplesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
};

/** Something happened to a result. What it shows of plate, run and sample is their state when it is sent. */
export type ResultEvent = {
  __typename?: 'ResultEvent';
  /** When it was recorded. */
  at: Scalars['DateTime']['output'];
  /** Place in the lab's stream; pass it as `after` to go on from here. */
  cursor: Scalars['String']['output'];
  kind: ResultEventKind;
  plate?: Maybe<Plate>;
  /** The run that ended; null where the event is not of a run. */
  run?: Maybe<Run>;
  sample?: Maybe<Sample>;
};

/** What happened. */
export type ResultEventKind =
  /** The plate was given another layout; its numbers followed. `run` is the accepted one. */
  | 'PLATE_LAYOUT_SET'
  /** A plate has its first accepted run. */
  | 'PLATE_READ'
  /** Another run of a plate completed. The newest request is the accepted one, so `plate.acceptedRun` may be another than `run`. */
  | 'PLATE_REREAD'
  /** A run failed; the plate's result is as before. */
  | 'RUN_FAILED';

/** Why a row deserves a look. */
export type RowFlag =
  /** A control well of the plate is not as it must be. */
  | 'CONTROL_FAILED'
  /** The end point hangs on a well that was read with a confidence under 0.8, or as its row would have it rather than as it looks by itself: read otherwise, that one well gives another number. Or, where `endPoint` is null: by what its wells look like the row could well end more than one column away from where they, taken each as its class, would have it. */
  | 'DOUBTFUL'
  /** No well of the row holds anything. */
  | 'EMPTY_ROW'
  /** Flowing again after a break. */
  | 'GAP'
  /** Which corner of the plate is A1 was not plain when it was read, so this may be another row, or its columns from the other end. */
  | 'ORIENTATION_UNCERTAIN'
  /** Non-flowing first, flowing later. */
  | 'PROZONE'
  /** A well of the row could not be read. */
  | 'UNREADABLE';

/** A row's serum. */
export type RowSerum = {
  __typename?: 'RowSerum';
  /** As the lab calls it. */
  label: Scalars['String']['output'];
  /** `A` to `H`. */
  row: Scalars['String']['output'];
};

/** A row's serum. */
export type RowSerumInput = {
  /** 1 to 64 letters, digits, spaces or `. _ / # -`, beginning with a letter or digit. */
  label: Scalars['String']['input'];
  /** `A` to `H`. */
  row: Scalars['String']['input'];
};

export type Run = {
  __typename?: 'Run';
  id: Scalars['ID']['output'];
};

/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type Sample = {
  __typename?: 'Sample';
  /** Pass it as `after` to a subscription: nothing between this answer and the stream is lost. */
  cursor: Scalars['String']['output'];
  /** Coefficient of variation of the log2 titres, in percent. */
  cv: Statistic;
  /** Over all rows of all plates. */
  distribution: Distribution;
  /** Geometric mean of the titres. */
  gmt: Statistic;
  id: Scalars['ID']['output'];
  /** Mean of the log2 titres. */
  meanLog2: Statistic;
  /** In the order they were first read. */
  plates: PlateConnection;
  /** What labs call the submission number. */
  sampleNo: Scalars['String']['output'];
  /** Standard deviation (n-1) of the log2 titres. */
  sd: Statistic;
};


/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type SampleCvArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};


/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type SampleDistributionArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};


/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type SampleGmtArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};


/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type SampleMeanLog2Args = {
  policy?: InputMaybe<EndPointPolicy>;
};


/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type SamplePlatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * All plates of one sample number. Each plate counts once, by its accepted run: reading again replaces, never adds.
 * Plates whose first dilution or factor differ are never pooled by column: that is CONFLICT.
 */
export type SampleSdArgs = {
  policy?: InputMaybe<EndPointPolicy>;
};

/** A page of samples. */
export type SampleConnection = {
  __typename?: 'SampleConnection';
  edges: Array<SampleEdge>;
  pageInfo: PageInfo;
};

/** One place of a page of samples. */
export type SampleEdge = {
  __typename?: 'SampleEdge';
  cursor: Scalars['String']['output'];
  node: Sample;
};

/** A new version of a layout. */
export type SaveLayoutInput = {
  /** Each well once; at least one well must be left for a serum. */
  controls?: InputMaybe<Array<LayoutControlInput>>;
  direction?: InputMaybe<DilutionDirection>;
  /** From one dilution to the next, above 1 to 100. */
  factor?: InputMaybe<Scalars['Float']['input']>;
  /** Above 0. */
  hau?: InputMaybe<Scalars['Float']['input']>;
  /** 1 to 64 letters, digits, spaces or `. _ / # -`, beginning with a letter or digit; not `default`. */
  name: Scalars['String']['input'];
  /** 0 to 11. */
  prozoneColumns?: InputMaybe<Scalars['Int']['input']>;
  /** Each row once. */
  sera?: InputMaybe<Array<RowSerumInput>>;
  /** Reciprocal of the first dilution, from 1 to 1,000,000. */
  start?: InputMaybe<Scalars['Float']['input']>;
};

/** A number with its recipe. */
export type Statistic = {
  __typename?: 'Statistic';
  /** Formula, n or n-1, policy, and what stood in for censored titres. */
  dialect: Scalars['String']['output'];
  /** Why `value` is null; null where it is not. */
  undefinedBecause?: Maybe<Scalars['String']['output']>;
  /** Null where undefined; never 0 or an invented number instead. */
  value?: Maybe<Scalars['Float']['output']>;
};

/**
 * Without `after`: from now on. With it: everything since that cursor, none missed and none twice, then what comes.
 * A cursor of another stream is BAD_USER_INPUT, one too old CURSOR_EXPIRED. A client that reads too slowly is ended
 * with SLOW_CONSUMER and the cursor to go on from.
 */
export type Subscription = {
  __typename?: 'Subscription';
  /** What happens to one plate, which need not exist yet. */
  plateEvents: ResultEvent;
  /** What happens in the caller's lab. */
  resultEvents: ResultEvent;
  /** What happens to one sample, which need not exist yet. */
  sampleEvents: ResultEvent;
};


/**
 * Without `after`: from now on. With it: everything since that cursor, none missed and none twice, then what comes.
 * A cursor of another stream is BAD_USER_INPUT, one too old CURSOR_EXPIRED. A client that reads too slowly is ended
 * with SLOW_CONSUMER and the cursor to go on from.
 */
export type SubscriptionPlateEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  plateId: Scalars['ID']['input'];
};


/**
 * Without `after`: from now on. With it: everything since that cursor, none missed and none twice, then what comes.
 * A cursor of another stream is BAD_USER_INPUT, one too old CURSOR_EXPIRED. A client that reads too slowly is ended
 * with SLOW_CONSUMER and the cursor to go on from.
 */
export type SubscriptionResultEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
};


/**
 * Without `after`: from now on. With it: everything since that cursor, none missed and none twice, then what comes.
 * A cursor of another stream is BAD_USER_INPUT, one too old CURSOR_EXPIRED. A client that reads too slowly is ended
 * with SLOW_CONSUMER and the cursor to go on from.
 */
export type SubscriptionSampleEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  sampleNo: Scalars['String']['input'];
};

/** The reciprocal of the end point's dilution. */
export type Titre = {
  __typename?: 'Titre';
  censoring: Censoring;
  /** With its sign: `<2`, `64`, `>=4096`. */
  text: Scalars['String']['output'];
  /** The bound where censored. */
  value: Scalars['Float']['output'];
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
};

/** What a control well is for. */
export type WellRole =
  /** Antigen without serum: must be Non-Flowing. */
  | 'ANTIGEN_CONTROL'
  /** Cells without antigen: must be Flowing. */
  | 'CELL_CONTROL'
  /** A serum without antibody: log2 titre 2 at most. */
  | 'NEGATIVE'
  /** A serum of known titre. */
  | 'POSITIVE';



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
  Plate: Plate;
  Sample: Sample;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Plate:
    ( { __typename: 'Plate' }
    & GraphQLRecursivePick<FederationTypes['Plate'], {"id":true}> );
  Sample:
    ( { __typename: 'Sample' }
    & ( GraphQLRecursivePick<FederationTypes['Sample'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['Sample'], {"sampleNo":true}> ) );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Bucket: ResolverTypeWrapper<Bucket>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Censoring: Censoring;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DilutionDirection: DilutionDirection;
  Distribution: ResolverTypeWrapper<Distribution>;
  EndPointPolicy: EndPointPolicy;
  Layout: ResolverTypeWrapper<LayoutParent>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  LayoutConnection: ResolverTypeWrapper<Omit<LayoutConnection, 'edges'> & { edges: Array<ResolversTypes['LayoutEdge']> }>;
  LayoutControl: ResolverTypeWrapper<LayoutControl>;
  LayoutControlInput: LayoutControlInput;
  LayoutEdge: ResolverTypeWrapper<Omit<LayoutEdge, 'node'> & { node: ResolversTypes['Layout'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Plate: ResolverTypeWrapper<PlateParent>;
  PlateConnection: ResolverTypeWrapper<Omit<PlateConnection, 'edges'> & { edges: Array<ResolversTypes['PlateEdge']> }>;
  PlateEdge: ResolverTypeWrapper<Omit<PlateEdge, 'node'> & { node: ResolversTypes['Plate'] }>;
  PlateRow: ResolverTypeWrapper<PlateRow>;
  QualityFlag: ResolverTypeWrapper<QualityFlag>;
  QualityFlagCode: QualityFlagCode;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ResultEvent: ResolverTypeWrapper<ResultEventParent>;
  ResultEventKind: ResultEventKind;
  RowFlag: RowFlag;
  RowSerum: ResolverTypeWrapper<RowSerum>;
  RowSerumInput: RowSerumInput;
  Run: ResolverTypeWrapper<{ __typename?: 'Run'; id: string }>;
  Sample: ResolverTypeWrapper<SampleParent>;
  SampleConnection: ResolverTypeWrapper<Omit<SampleConnection, 'edges'> & { edges: Array<ResolversTypes['SampleEdge']> }>;
  SampleEdge: ResolverTypeWrapper<Omit<SampleEdge, 'node'> & { node: ResolversTypes['Sample'] }>;
  SaveLayoutInput: SaveLayoutInput;
  Statistic: ResolverTypeWrapper<Statistic>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Titre: ResolverTypeWrapper<Titre>;
  User: ResolverTypeWrapper<{ __typename?: 'User'; id: string }>;
  WellRole: WellRole;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Bucket: Bucket;
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  Distribution: Distribution;
  Layout: LayoutParent;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  LayoutConnection: Omit<LayoutConnection, 'edges'> & { edges: Array<ResolversParentTypes['LayoutEdge']> };
  LayoutControl: LayoutControl;
  LayoutControlInput: LayoutControlInput;
  LayoutEdge: Omit<LayoutEdge, 'node'> & { node: ResolversParentTypes['Layout'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Plate: PlateParent;
  PlateConnection: Omit<PlateConnection, 'edges'> & { edges: Array<ResolversParentTypes['PlateEdge']> };
  PlateEdge: Omit<PlateEdge, 'node'> & { node: ResolversParentTypes['Plate'] };
  PlateRow: PlateRow;
  QualityFlag: QualityFlag;
  Query: Record<PropertyKey, never>;
  ResultEvent: ResultEventParent;
  RowSerum: RowSerum;
  RowSerumInput: RowSerumInput;
  Run: { __typename?: 'Run'; id: string };
  Sample: SampleParent;
  SampleConnection: Omit<SampleConnection, 'edges'> & { edges: Array<ResolversParentTypes['SampleEdge']> };
  SampleEdge: Omit<SampleEdge, 'node'> & { node: ResolversParentTypes['Sample'] };
  SaveLayoutInput: SaveLayoutInput;
  Statistic: Statistic;
  Subscription: Record<PropertyKey, never>;
  Titre: Titre;
  User: { __typename?: 'User'; id: string };
};

export type BucketResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Bucket'] = ResolversParentTypes['Bucket']> = {
  column?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DistributionResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Distribution'] = ResolversParentTypes['Distribution']> = {
  buckets?: Resolver<Array<ResolversTypes['Bucket']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  undetermined?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LayoutResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Layout'] = ResolversParentTypes['Layout']> = {
  controls?: Resolver<Array<ResolversTypes['LayoutControl']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['DilutionDirection'], ParentType, ContextType>;
  factor?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  hau?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  prozoneColumns?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  savedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  savedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  sera?: Resolver<Array<ResolversTypes['RowSerum']>, ParentType, ContextType>;
  start?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type LayoutConnectionResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['LayoutConnection'] = ResolversParentTypes['LayoutConnection']> = {
  edges?: Resolver<Array<ResolversTypes['LayoutEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type LayoutControlResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['LayoutControl'] = ResolversParentTypes['LayoutControl']> = {
  expectedTitre?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['WellRole'], ParentType, ContextType>;
  well?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type LayoutEdgeResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['LayoutEdge'] = ResolversParentTypes['LayoutEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Layout'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  saveLayout?: Resolver<ResolversTypes['Layout'], ParentType, ContextType, RequireFields<MutationSaveLayoutArgs, 'input'>>;
  setPlateLayout?: Resolver<ResolversTypes['Plate'], ParentType, ContextType, RequireFields<MutationSetPlateLayoutArgs, 'plateId'>>;
};

export type PageInfoResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlateResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Plate'] = ResolversParentTypes['Plate'], FederationReferenceType extends FederationReferenceTypes['Plate'] = FederationReferenceTypes['Plate']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Plate']> | FederationReferenceType, FederationReferenceType, ContextType>;
  acceptedRun?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  distribution?: Resolver<ResolversTypes['Distribution'], ParentType, ContextType, RequireFields<PlateDistributionArgs, 'policy'>>;
  flags?: Resolver<Array<ResolversTypes['QualityFlag']>, ParentType, ContextType>;
  gmt?: Resolver<ResolversTypes['Statistic'], ParentType, ContextType, RequireFields<PlateGmtArgs, 'policy'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  layout?: Resolver<Maybe<ResolversTypes['Layout']>, ParentType, ContextType>;
  plateNo?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rows?: Resolver<Array<ResolversTypes['PlateRow']>, ParentType, ContextType, RequireFields<PlateRowsArgs, 'policy'>>;
  sample?: Resolver<ResolversTypes['Sample'], ParentType, ContextType>;
  sampleNo?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  submissionNo?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlateConnectionResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['PlateConnection'] = ResolversParentTypes['PlateConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PlateEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PlateEdgeResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['PlateEdge'] = ResolversParentTypes['PlateEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Plate'], ParentType, ContextType>;
};

export type PlateRowResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['PlateRow'] = ResolversParentTypes['PlateRow']> = {
  endPoint?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  flags?: Resolver<Array<ResolversTypes['RowFlag']>, ParentType, ContextType>;
  log2?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  row?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  serum?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  titre?: Resolver<Maybe<ResolversTypes['Titre']>, ParentType, ContextType>;
};

export type QualityFlagResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['QualityFlag'] = ResolversParentTypes['QualityFlag']> = {
  bound?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['QualityFlagCode'], ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  layouts?: Resolver<ResolversTypes['LayoutConnection'], ParentType, ContextType, RequireFields<QueryLayoutsArgs, 'first'>>;
  plate?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType, RequireFields<QueryPlateArgs, 'id'>>;
  sample?: Resolver<Maybe<ResolversTypes['Sample']>, ParentType, ContextType, RequireFields<QuerySampleArgs, 'sampleNo'>>;
  samples?: Resolver<ResolversTypes['SampleConnection'], ParentType, ContextType, RequireFields<QuerySamplesArgs, 'first'>>;
};

export type ResultEventResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['ResultEvent'] = ResolversParentTypes['ResultEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ResultEventKind'], ParentType, ContextType>;
  plate?: Resolver<Maybe<ResolversTypes['Plate']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType>;
  sample?: Resolver<Maybe<ResolversTypes['Sample']>, ParentType, ContextType>;
};

export type RowSerumResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['RowSerum'] = ResolversParentTypes['RowSerum']> = {
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  row?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RunResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SampleResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Sample'] = ResolversParentTypes['Sample'], FederationReferenceType extends FederationReferenceTypes['Sample'] = FederationReferenceTypes['Sample']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Sample']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cv?: Resolver<ResolversTypes['Statistic'], ParentType, ContextType, RequireFields<SampleCvArgs, 'policy'>>;
  distribution?: Resolver<ResolversTypes['Distribution'], ParentType, ContextType, RequireFields<SampleDistributionArgs, 'policy'>>;
  gmt?: Resolver<ResolversTypes['Statistic'], ParentType, ContextType, RequireFields<SampleGmtArgs, 'policy'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  meanLog2?: Resolver<ResolversTypes['Statistic'], ParentType, ContextType, RequireFields<SampleMeanLog2Args, 'policy'>>;
  plates?: Resolver<ResolversTypes['PlateConnection'], ParentType, ContextType, RequireFields<SamplePlatesArgs, 'first'>>;
  sampleNo?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sd?: Resolver<ResolversTypes['Statistic'], ParentType, ContextType, RequireFields<SampleSdArgs, 'policy'>>;
};

export type SampleConnectionResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['SampleConnection'] = ResolversParentTypes['SampleConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SampleEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SampleEdgeResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['SampleEdge'] = ResolversParentTypes['SampleEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Sample'], ParentType, ContextType>;
};

export type StatisticResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Statistic'] = ResolversParentTypes['Statistic']> = {
  dialect?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  undefinedBecause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  value?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  plateEvents?: SubscriptionResolver<ResolversTypes['ResultEvent'], "plateEvents", ParentType, ContextType, RequireFields<SubscriptionPlateEventsArgs, 'plateId'>>;
  resultEvents?: SubscriptionResolver<ResolversTypes['ResultEvent'], "resultEvents", ParentType, ContextType, Partial<SubscriptionResultEventsArgs>>;
  sampleEvents?: SubscriptionResolver<ResolversTypes['ResultEvent'], "sampleEvents", ParentType, ContextType, RequireFields<SubscriptionSampleEventsArgs, 'sampleNo'>>;
};

export type TitreResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Titre'] = ResolversParentTypes['Titre']> = {
  censoring?: Resolver<ResolversTypes['Censoring'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = ResultsContext> = {
  Bucket?: BucketResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Distribution?: DistributionResolvers<ContextType>;
  Layout?: LayoutResolvers<ContextType>;
  LayoutConnection?: LayoutConnectionResolvers<ContextType>;
  LayoutControl?: LayoutControlResolvers<ContextType>;
  LayoutEdge?: LayoutEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Plate?: PlateResolvers<ContextType>;
  PlateConnection?: PlateConnectionResolvers<ContextType>;
  PlateEdge?: PlateEdgeResolvers<ContextType>;
  PlateRow?: PlateRowResolvers<ContextType>;
  QualityFlag?: QualityFlagResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ResultEvent?: ResultEventResolvers<ContextType>;
  RowSerum?: RowSerumResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  Sample?: SampleResolvers<ContextType>;
  SampleConnection?: SampleConnectionResolvers<ContextType>;
  SampleEdge?: SampleEdgeResolvers<ContextType>;
  Statistic?: StatisticResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Titre?: TitreResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

