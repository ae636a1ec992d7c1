const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requiresScopes"])';

/** Four subgraphs: an event of results shows a plate, which two more know of, and its owner. */
export const SDL = {
  auth: `${LINK} type Query { a: Int } type User @key(fields: "id") { id: ID! name: String }`,
  results: `${LINK} type Query { b: Int }
    type Subscription { plateEvents(plateId: ID!, after: String): PlateEvent! @requiresScopes(scopes: [["results:view"]]) }
    type PlateEvent { cursor: String! kind: String! plate: Plate }
    type Plate @key(fields: "id") { id: ID! label: String owner: User } type User @key(fields: "id", resolvable: false) { id: ID! }`,
  images: `${LINK} type Query { c: Int } type Plate @key(fields: "id") { id: ID! picture: String }`,
  labware: `${LINK} type Query { d: Int } type Plate @key(fields: "id") { id: ID! place: String }`,
};
