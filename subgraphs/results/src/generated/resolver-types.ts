// Generated from schema/results.graphql by `npm run generate`. Don't edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { PlateParent, SampleParent, ResultEventParent } from '../mappers.ts';
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
  /** Geometric mean of the rows' titres. */
  gmt: Statistic;
  id: Scalars['ID']['output'];
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
  /** Null where the end point is. */
  titre?: Maybe<Titre>;
};

export type Query = {
  __typename?: 'Query';
  /** The plate; null with NOT_FOUND where no run of it has ended in the lab. */
  plate?: Maybe<Plate>;
  /** The sample; null with NOT_FOUND where no run of it has ended in the lab. */
  sample?: Maybe<Sample>;
  /** The lab's samples, newest first. */
  samples: SampleConnection;
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
  /** The run that ended. */
  run?: Maybe<Run>;
  sample?: Maybe<Sample>;
};

/** What happened. */
export type ResultEventKind =
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
  /** No well of the row holds anything. */
  | 'EMPTY_ROW'
  /** Flowing again after a break. */
  | 'GAP'
  /** Non-flowing first, flowing later. */
  | 'PROZONE'
  /** A well of the row could not be read. */
  | 'UNREADABLE';

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
  Distribution: ResolverTypeWrapper<Distribution>;
  EndPointPolicy: EndPointPolicy;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Plate: ResolverTypeWrapper<PlateParent>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PlateConnection: ResolverTypeWrapper<Omit<PlateConnection, 'edges'> & { edges: Array<ResolversTypes['PlateEdge']> }>;
  PlateEdge: ResolverTypeWrapper<Omit<PlateEdge, 'node'> & { node: ResolversTypes['Plate'] }>;
  PlateRow: ResolverTypeWrapper<PlateRow>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ResultEvent: ResolverTypeWrapper<ResultEventParent>;
  ResultEventKind: ResultEventKind;
  RowFlag: RowFlag;
  Run: ResolverTypeWrapper<{ __typename?: 'Run'; id: string }>;
  Sample: ResolverTypeWrapper<SampleParent>;
  SampleConnection: ResolverTypeWrapper<Omit<SampleConnection, 'edges'> & { edges: Array<ResolversTypes['SampleEdge']> }>;
  SampleEdge: ResolverTypeWrapper<Omit<SampleEdge, 'node'> & { node: ResolversTypes['Sample'] }>;
  Statistic: ResolverTypeWrapper<Statistic>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Titre: ResolverTypeWrapper<Titre>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Bucket: Bucket;
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  Distribution: Distribution;
  PageInfo: PageInfo;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
  Plate: PlateParent;
  ID: Scalars['ID']['output'];
  PlateConnection: Omit<PlateConnection, 'edges'> & { edges: Array<ResolversParentTypes['PlateEdge']> };
  PlateEdge: Omit<PlateEdge, 'node'> & { node: ResolversParentTypes['Plate'] };
  PlateRow: PlateRow;
  Float: Scalars['Float']['output'];
  Query: Record<PropertyKey, never>;
  ResultEvent: ResultEventParent;
  Run: { __typename?: 'Run'; id: string };
  Sample: SampleParent;
  SampleConnection: Omit<SampleConnection, 'edges'> & { edges: Array<ResolversParentTypes['SampleEdge']> };
  SampleEdge: Omit<SampleEdge, 'node'> & { node: ResolversParentTypes['Sample'] };
  Statistic: Statistic;
  Subscription: Record<PropertyKey, never>;
  Titre: Titre;
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
  gmt?: Resolver<ResolversTypes['Statistic'], ParentType, ContextType, RequireFields<PlateGmtArgs, 'policy'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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
  titre?: Resolver<Maybe<ResolversTypes['Titre']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ResultsContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
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

export type Resolvers<ContextType = ResultsContext> = {
  Bucket?: BucketResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Distribution?: DistributionResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Plate?: PlateResolvers<ContextType>;
  PlateConnection?: PlateConnectionResolvers<ContextType>;
  PlateEdge?: PlateEdgeResolvers<ContextType>;
  PlateRow?: PlateRowResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ResultEvent?: ResultEventResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  Sample?: SampleResolvers<ContextType>;
  SampleConnection?: SampleConnectionResolvers<ContextType>;
  SampleEdge?: SampleEdgeResolvers<ContextType>;
  Statistic?: StatisticResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Titre?: TitreResolvers<ContextType>;
};

