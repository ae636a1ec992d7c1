// Generated from schema/labware.graphql by `npm run generate`. Don't edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { InterfaceFileParent } from '../mappers.ts';
import type { LabwareContext } from '../context.ts';
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

/** How the end point of a row is told from its wells. Every number says which it used. */
export type EndPointPolicy =
  /** Ours: the last column of the unbroken run of flowing wells from the first dilution. */
  | 'FIRST_BREAK'
  /** The original system's: the right-most flowing column, gaps ignored. */
  | 'LAST_FLOWING';

/** What to write. */
export type GenerateInterfaceFileInput = {
  dialect?: InputMaybe<InterfaceDialect>;
  /** What labs call the submission number. */
  sampleNo: Scalars['String']['input'];
  /** For TEST_NUMBER of LABWARE_V2 and LABWARE_V1; a label as in `ReadPlateInput`. Without it V2 takes the submission number of the plate accepted last, else the sample's; V1 `T001`. */
  testNumber?: InputMaybe<Scalars['String']['input']>;
};

/** The layout of a file: CSV with LF after every line and no byte order mark. */
export type InterfaceDialect =
  /** Counts of end points 1 to 12, then GMT, MEAN, SD and CV by the original system's own formulas, for labs that import it already. */
  | 'LABWARE_V1'
  /** Count of rows (`No.`) and of each end point 0 to 12. */
  | 'LABWARE_V2'
  /** One line a well. */
  | 'LONG'
  /** One line a serum with its titre, then the sample's statistics. */
  | 'TITRES';

/** A file made of a sample's results. It does not change when they do: make another. */
export type InterfaceFile = {
  __typename?: 'InterfaceFile';
  /** Bytes. */
  byteSize: Scalars['Int']['output'];
  /** The whole file, byte for byte in UTF-8. */
  content: Scalars['String']['output'];
  dialect: InterfaceDialect;
  /** Signed, needs no sign-in, expires after about an hour. */
  downloadUrl: Scalars['String']['output'];
  /** Safe on every system; begins with `interface_`, `titres_` or `wells_`. Times in it are UTC, unless the installation set another zone. */
  fileName: Scalars['String']['output'];
  /** When its results were asked for. */
  generatedAt: Scalars['DateTime']['output'];
  /** Who asked for it; null where the account is unknown. */
  generatedBy?: Maybe<User>;
  id: Scalars['ID']['output'];
  /** What its end points were told by. */
  policy: EndPointPolicy;
  sample: Sample;
  /** Of the bytes, 64 hexadecimal digits. */
  sha256: Scalars['String']['output'];
  status: InterfaceFileStatus;
  /** What TEST_NUMBER says; null where it differs by plate. */
  testNumber?: Maybe<Scalars['String']['output']>;
  /** Flags of the results that the dialect has no room for. */
  warnings: Array<Scalars['String']['output']>;
};

/** A page of files. */
export type InterfaceFileConnection = {
  __typename?: 'InterfaceFileConnection';
  edges: Array<InterfaceFileEdge>;
  pageInfo: PageInfo;
};

/** One place of a page of files. */
export type InterfaceFileEdge = {
  __typename?: 'InterfaceFileEdge';
  cursor: Scalars['String']['output'];
  node: InterfaceFile;
};

/** Where a file stands. */
export type InterfaceFileStatus =
  /** Whole at its destination. */
  | 'DELIVERED'
  /** Delivery was given up after its retries; the file itself is stored. */
  | 'FAILED'
  /** Stored; no destination is set, so it is fetched by `downloadUrl`. */
  | 'GENERATED'
  /** Stored, and on its way to its destination. */
  | 'PENDING';

export type Mutation = {
  __typename?: 'Mutation';
  /**
   * Makes a file of the sample's accepted results as they are at this moment, and stores it.
   * NOT_FOUND for an unknown sample; NO_ACCEPTED_RESULT where none of its plates has one; CONFLICT where its plates
   * can't be pooled; BAD_USER_INPUT names the field. Never an all-zero file.
   */
  generateInterfaceFile: InterfaceFile;
};


export type MutationGenerateInterfaceFileArgs = {
  input: GenerateInterfaceFileInput;
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

export type Query = {
  __typename?: 'Query';
  /** The file; null with NOT_FOUND where the lab has none of this id. */
  interfaceFile?: Maybe<InterfaceFile>;
};


export type QueryInterfaceFileArgs = {
  id: Scalars['ID']['input'];
};

export type Sample = {
  __typename?: 'Sample';
  /** Files made of this sample's results, newest first. */
  interfaceFiles: InterfaceFileConnection;
  sampleNo: Scalars['String']['output'];
};


export type SampleInterfaceFilesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
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
  InterfaceFile: InterfaceFile;
  Sample: Sample;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  InterfaceFile:
    ( { __typename: 'InterfaceFile' }
    & GraphQLRecursivePick<FederationTypes['InterfaceFile'], {"id":true}> );
  Sample:
    ( { __typename: 'Sample' }
    & GraphQLRecursivePick<FederationTypes['Sample'], {"sampleNo":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EndPointPolicy: EndPointPolicy;
  GenerateInterfaceFileInput: GenerateInterfaceFileInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  InterfaceDialect: InterfaceDialect;
  InterfaceFile: ResolverTypeWrapper<InterfaceFileParent>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  InterfaceFileConnection: ResolverTypeWrapper<Omit<InterfaceFileConnection, 'edges'> & { edges: Array<ResolversTypes['InterfaceFileEdge']> }>;
  InterfaceFileEdge: ResolverTypeWrapper<Omit<InterfaceFileEdge, 'node'> & { node: ResolversTypes['InterfaceFile'] }>;
  InterfaceFileStatus: InterfaceFileStatus;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Sample: ResolverTypeWrapper<{ __typename?: 'Sample'; sampleNo: string }>;
  User: ResolverTypeWrapper<{ __typename?: 'User'; id: string }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  GenerateInterfaceFileInput: GenerateInterfaceFileInput;
  String: Scalars['String']['output'];
  InterfaceFile: InterfaceFileParent;
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  InterfaceFileConnection: Omit<InterfaceFileConnection, 'edges'> & { edges: Array<ResolversParentTypes['InterfaceFileEdge']> };
  InterfaceFileEdge: Omit<InterfaceFileEdge, 'node'> & { node: ResolversParentTypes['InterfaceFile'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  Sample: { __typename?: 'Sample'; sampleNo: string };
  User: { __typename?: 'User'; id: string };
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type InterfaceFileResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['InterfaceFile'] = ResolversParentTypes['InterfaceFile'], FederationReferenceType extends FederationReferenceTypes['InterfaceFile'] = FederationReferenceTypes['InterfaceFile']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['InterfaceFile']> | FederationReferenceType, FederationReferenceType, ContextType>;
  byteSize?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  dialect?: Resolver<ResolversTypes['InterfaceDialect'], ParentType, ContextType>;
  downloadUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fileName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  generatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  generatedBy?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['EndPointPolicy'], ParentType, ContextType>;
  sample?: Resolver<ResolversTypes['Sample'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['InterfaceFileStatus'], ParentType, ContextType>;
  testNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type InterfaceFileConnectionResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['InterfaceFileConnection'] = ResolversParentTypes['InterfaceFileConnection']> = {
  edges?: Resolver<Array<ResolversTypes['InterfaceFileEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type InterfaceFileEdgeResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['InterfaceFileEdge'] = ResolversParentTypes['InterfaceFileEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['InterfaceFile'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  generateInterfaceFile?: Resolver<ResolversTypes['InterfaceFile'], ParentType, ContextType, RequireFields<MutationGenerateInterfaceFileArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  interfaceFile?: Resolver<Maybe<ResolversTypes['InterfaceFile']>, ParentType, ContextType, RequireFields<QueryInterfaceFileArgs, 'id'>>;
};

export type SampleResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['Sample'] = ResolversParentTypes['Sample'], FederationReferenceType extends FederationReferenceTypes['Sample'] = FederationReferenceTypes['Sample']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Sample']> | FederationReferenceType, FederationReferenceType, ContextType>;
  interfaceFiles?: Resolver<ResolversTypes['InterfaceFileConnection'], ParentType, ContextType, RequireFields<SampleInterfaceFilesArgs, 'first'>>;
  sampleNo?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserResolvers<ContextType = LabwareContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type Resolvers<ContextType = LabwareContext> = {
  DateTime?: GraphQLScalarType;
  InterfaceFile?: InterfaceFileResolvers<ContextType>;
  InterfaceFileConnection?: InterfaceFileConnectionResolvers<ContextType>;
  InterfaceFileEdge?: InterfaceFileEdgeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Sample?: SampleResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

