import { parse } from 'graphql';
import { composeServices } from '@apollo/composition';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@authenticated"])';

/** Four subgraphs under names the gateway knows: people, plates, their wells, and what was read in these. */
export const SUBGRAPHS: Record<string, string> = {
  auth: `${LINK} type Query { hello: String! } type User @key(fields: "id") { id: ID! name: String! }`,
  results: `${LINK} type Query { plates: [Plate!]! @authenticated } type Plate @key(fields: "id") { id: ID! barcode: String! owner: User! } type User @key(fields: "id", resolvable: false) { id: ID! }`,
  labware: `${LINK} type Plate @key(fields: "id") { id: ID! wells: [Well!]! } type Well @key(fields: "id") { id: ID! row: Int! column: Int! }`,
  images: `${LINK} type Well @key(fields: "id") { id: ID! result: Result } type Result { value: Float! reviewer: User } type User @key(fields: "id", resolvable: false) { id: ID! }`,
};

export const supergraphOf = (urlOf: (name: string) => string): string => {
  const { supergraphSdl, errors } = composeServices(Object.entries(SUBGRAPHS).map(([name, sdl]) => ({ name, url: `${urlOf(name)}/graphql`, typeDefs: parse(sdl) })));
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
};

/** What is asked: five fetches on four levels (10 plates, 80 wells), and one fetch. */
export const QUERIES = {
  nested: 'query Nested { plates { id barcode owner { name } wells { id row column result { value reviewer { name } } } } }',
  one: 'query One { hello }',
};

type Json = Record<string, unknown>;
type Representation = { __typename: string; id: string };

const number = (id: string): number => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);

/** The whole of a subgraph's data: what it knows of an entity, and its root. */
export const DATA: Record<string, { root: Json; entity(representation: Representation): Json }> = {
  auth: { root: { hello: 'world' }, entity: ({ id }) => ({ __typename: 'User', id, name: `User ${id}` }) },
  results: {
    root: { plates: Array.from({ length: 10 }, (_item, index) => ({ __typename: 'Plate', id: `p${index}`, barcode: `BC-${index}`, owner: { __typename: 'User', id: `u${index}` } })) },
    entity: () => ({}),
  },
  labware: { root: {}, entity: ({ id }) => ({ __typename: 'Plate', id, wells: Array.from({ length: 8 }, (_item, index) => ({ __typename: 'Well', id: `${id}-w${index}`, row: index >> 2, column: index & 3 })) }) },
  images: { root: {}, entity: ({ id }) => ({ __typename: 'Well', id, result: { value: number(id) * 1.5, reviewer: { __typename: 'User', id: `u${10 + (number(id) % 5)}` } } }) },
};
