// Generated from schema/inference.graphql by `npm run generate`. Don't edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { RunParent } from '../mappers.ts';
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
  /** An instant as ISO 8601 text in UTC, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
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

/** A trained classifier. */
export type Model = {
  __typename?: 'Model';
  /** What it can tell apart. */
  classes: Array<WellClass>;
  /** Such as `wells`. */
  name: Scalars['String']['output'];
  /** Of the model's file, 64 hexadecimal digits. */
  sha256: Scalars['String']['output'];
  /** False: its agreement with human readers has not been shown; don't report its results unseen. */
  validated: Scalars['Boolean']['output'];
  /** What `ReadPlateInput.modelVersion` takes. */
  version: Scalars['String']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Stops a run that waits or is being read. A cancelled run is answered as it is; NOT_FOUND; CONFLICT where it has completed or failed. */
  cancelRun: Run;
  /**
   * Queues one reading of one photo and answers at once with the queued run; `runProgress` tells the rest.
   * BAD_USER_INPUT names the field (labels, threshold, priority); NOT_FOUND for the image; MODEL_NOT_FOUND; CALIBRATION_INVALID;
   * CONFLICT where the idempotency key was used with other input. A photo that can't be read fails the run, not this call.
   */
  readPlate: Run;
};


export type MutationCancelRunArgs = {
  id: Scalars['ID']['input'];
};


export type MutationReadPlateArgs = {
  input: ReadPlateInput;
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

/** Pixels of the upright photo, from its upper left corner. */
export type Point = {
  __typename?: 'Point';
  /** To the right. */
  x: Scalars['Float']['output'];
  /** Down. */
  y: Scalars['Float']['output'];
};

export type Query = {
  __typename?: 'Query';
  /** The models a reading can be made with; the default one first. */
  models: Array<Model>;
  /** The run; null with NOT_FOUND where the lab has none of this id. */
  run?: Maybe<Run>;
  /** The lab's runs, newest request first. */
  runs: RunConnection;
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
  /** Where the wells are; without it they are found in the photo. */
  calibration?: InputMaybe<CalibrationInput>;
  /** Unique per person. The same key with the same input is the same run; with other input CONFLICT. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** The photo, from `uploadImage`. */
  imageId: Scalars['ID']['input'];
  /** A version that `models` lists; the default model without it. */
  modelVersion?: InputMaybe<Scalars['String']['input']>;
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

/** One reading of one photo by one model with one calibration and one threshold. */
export type Run = {
  __typename?: 'Run';
  /** The photo with grid and classes drawn; drawn after the reading, so null for a moment even when completed. */
  annotatedImage?: Maybe<Picture>;
  /** How far the whole reading can be trusted, 0 to 1: the worst of the grid's confidence and the 5th percentile of the wells'; null until completed. */
  confidence?: Maybe<Scalars['Float']['output']>;
  /** Milliseconds the worker took, waiting not counted; null until the end. */
  durationMs?: Maybe<Scalars['Int']['output']>;
  /** Why it failed; null unless FAILED. */
  failure?: Maybe<RunFailure>;
  /** Null until the end. */
  finishedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** The photo; null where it was removed. */
  image?: Maybe<Image>;
  /** What read it; null until a worker has begun. */
  model?: Maybe<Model>;
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

export type Subscription = {
  __typename?: 'Subscription';
  /** The run as it is now, then at every step, and after its end the stream ends. NOT_FOUND where the lab has no such run. */
  runProgress: Run;
};


export type SubscriptionRunProgressArgs = {
  runId: Scalars['ID']['input'];
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

/** One well as the model saw it. */
export type WellReading = {
  __typename?: 'WellReading';
  /** The well's middle. */
  centre: Point;
  /** After the threshold: UNREADABLE below it. */
  class: WellClass;
  /** 1 to 12. */
  column: Scalars['Int']['output'];
  /** Of the model in its first choice, 0 to 1. */
  confidence: Scalars['Float']['output'];
  /** `A1` to `H12`. */
  name: Scalars['String']['output'];
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
  CalibrationInput: CalibrationInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Image: ResolverTypeWrapper<{ __typename?: 'Image'; id: string }>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Model: ResolverTypeWrapper<Model>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Picture: ResolverTypeWrapper<Picture>;
  Plate: ResolverTypeWrapper<{ __typename?: 'Plate'; id: string }>;
  Point: ResolverTypeWrapper<Point>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReadPlateInput: ReadPlateInput;
  Run: ResolverTypeWrapper<RunParent>;
  RunConnection: ResolverTypeWrapper<Omit<RunConnection, 'edges'> & { edges: Array<ResolversTypes['RunEdge']> }>;
  RunEdge: ResolverTypeWrapper<Omit<RunEdge, 'node'> & { node: ResolversTypes['Run'] }>;
  RunFailure: ResolverTypeWrapper<RunFailure>;
  RunFilter: RunFilter;
  RunStatus: RunStatus;
  Sample: ResolverTypeWrapper<{ __typename?: 'Sample'; sampleNo: string }>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<{ __typename?: 'User'; id: string }>;
  WellClass: WellClass;
  WellReading: ResolverTypeWrapper<WellReading>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CalibrationInput: CalibrationInput;
  Float: Scalars['Float']['output'];
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  Image: { __typename?: 'Image'; id: string };
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Model: Model;
  Boolean: Scalars['Boolean']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Picture: Picture;
  Plate: { __typename?: 'Plate'; id: string };
  Point: Point;
  Query: Record<PropertyKey, never>;
  ReadPlateInput: ReadPlateInput;
  Run: RunParent;
  RunConnection: Omit<RunConnection, 'edges'> & { edges: Array<ResolversParentTypes['RunEdge']> };
  RunEdge: Omit<RunEdge, 'node'> & { node: ResolversParentTypes['Run'] };
  RunFailure: RunFailure;
  RunFilter: RunFilter;
  Sample: { __typename?: 'Sample'; sampleNo: string };
  Subscription: Record<PropertyKey, never>;
  User: { __typename?: 'User'; id: string };
  WellReading: WellReading;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ImageResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image'], FederationReferenceType extends FederationReferenceTypes['Image'] = FederationReferenceTypes['Image']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Image']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<ImageRunsArgs, 'first'>>;
};

export type ModelResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model']> = {
  classes?: Resolver<Array<ResolversTypes['WellClass']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  validated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelRun?: Resolver<ResolversTypes['Run'], ParentType, ContextType, RequireFields<MutationCancelRunArgs, 'id'>>;
  readPlate?: Resolver<ResolversTypes['Run'], ParentType, ContextType, RequireFields<MutationReadPlateArgs, 'input'>>;
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

export type PointResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Point'] = ResolversParentTypes['Point']> = {
  x?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  y?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  models?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['Run']>, ParentType, ContextType, RequireFields<QueryRunArgs, 'id'>>;
  runs?: Resolver<ResolversTypes['RunConnection'], ParentType, ContextType, RequireFields<QueryRunsArgs, 'first'>>;
};

export type RunResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['Run'] = ResolversParentTypes['Run'], FederationReferenceType extends FederationReferenceTypes['Run'] = FederationReferenceTypes['Run']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Run']> | FederationReferenceType, FederationReferenceType, ContextType>;
  annotatedImage?: Resolver<Maybe<ResolversTypes['Picture']>, ParentType, ContextType>;
  confidence?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['RunFailure']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  model?: Resolver<Maybe<ResolversTypes['Model']>, ParentType, ContextType>;
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

export type UserResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type WellReadingResolvers<ContextType = InferenceContext, ParentType extends ResolversParentTypes['WellReading'] = ResolversParentTypes['WellReading']> = {
  centre?: Resolver<ResolversTypes['Point'], ParentType, ContextType>;
  class?: Resolver<ResolversTypes['WellClass'], ParentType, ContextType>;
  column?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  confidence?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  radius?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  row?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = InferenceContext> = {
  DateTime?: GraphQLScalarType;
  Image?: ImageResolvers<ContextType>;
  Model?: ModelResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Picture?: PictureResolvers<ContextType>;
  Plate?: PlateResolvers<ContextType>;
  Point?: PointResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Run?: RunResolvers<ContextType>;
  RunConnection?: RunConnectionResolvers<ContextType>;
  RunEdge?: RunEdgeResolvers<ContextType>;
  RunFailure?: RunFailureResolvers<ContextType>;
  Sample?: SampleResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  WellReading?: WellReadingResolvers<ContextType>;
};

