import { readdirSync, readFileSync } from 'node:fs';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@interfaceObject", "@inaccessible"])`;

/** Every field, in every shape that lists, nulls and abstract types give it, spread over three subgraphs. */
const workshop = {
  stock: `${LINK}
    scalar JSON
    enum Grade { A B C HIDDEN @inaccessible }
    type Query { tools(first: Int = 3): [Tool] tool(id: ID!): Tool grid: [[Cell]] things: [Thing!]! named(kind: Grade): [Named] maker(id: ID!): Maker version: String @shareable }
    type Mutation { addTool(name: String!): Tool setGrade(id: ID!, grade: Grade!): Tool! }
    interface Named { name: String }
    union Thing = Tool | Box | Maker
    type Tool implements Named @key(fields: "id") { id: ID! name: String @shareable grade: Grade weight: Float! price: Float parts: [Part!] spare: [[Part]] owner: Maker bits: [Tool] extra: JSON }
    type Part @shareable { label: String size: Int! deep: Part }
    type Cell { at: [Int!]! tool: Tool thing: Thing }
    type Box @key(fields: "id") @key(fields: "code") { id: ID! code: String! holds: [Thing] }
    type Maker implements Named @key(fields: "id") { id: ID! name: String }`,
  sales: `${LINK}
    scalar JSON
    type Query { offers: [Offer!] best: Tool @provides(fields: "name") version: String @shareable }
    type Mutation { sell(id: ID!): Offer }
    type Offer { id: ID! tool: Tool! @provides(fields: "name") box: Box bundle: [[Tool!]!]! gone: Boolean }
    type Tool @key(fields: "id") { id: ID! name: String @external weight: Float! @external price: Float @override(from: "stock") shipping: Float @requires(fields: "weight") rival: Tool seller: Maker }
    type Box @key(fields: "code") { code: String! tag: String! worth: Int }
    type Maker @key(fields: "id") { id: ID! sold: [Tool!] rating: Int! }`,
  care: `${LINK}
    type Query { care(first: Int!): [Care] }
    interface Care { id: ID! note: String tool: Tool }
    type Repair implements Care @key(fields: "id") { id: ID! note: String tool: Tool cost: Int! @shareable }
    type Wash implements Care @key(fields: "id") { id: ID! note: String tool: Tool soap: String }
    type Tool @key(fields: "id") { id: ID! shipping: Float @external lastCare: Care label: String @requires(fields: "shipping") cares: [[Care!]] part: Part }
    type Part @shareable { label: String size: Int! deep: Part }
    type Maker @key(fields: "id") { id: ID! trusted: Boolean! hands: [Maker] }`,
};

/** An interface that some subgraphs know as one object. */
const gallery = {
  works: `${LINK}
    type Query { works: [Work!]! work(id: ID!): Work hall: Hall }
    interface Work @key(fields: "id") { id: ID! title: String }
    type Painting implements Work @key(fields: "id") { id: ID! title: String oil: Boolean! copyOf: Work }
    type Statue implements Work @key(fields: "id") { id: ID! title: String height: Float }
    type Hall @key(fields: "wing { name } floor") { wing: Wing! @shareable floor: Int! @shareable shows: [Work] }
    type Wing @shareable { name: String! }`,
  visits: `${LINK}
    type Query { seen: [Work!] }
    type Work @key(fields: "id") @interfaceObject { id: ID! visits: Int! visitors: [Visitor!] guide: Work }
    type Visitor @key(fields: "id") { id: ID! name: String favourite: Work }
    type Hall @key(fields: "wing { name } floor") { wing: Wing! @shareable floor: Int! @shareable crowd: Int open: Boolean! }
    type Wing @shareable { name: String! }`,
  prices: `${LINK}
    type Query { visitor(id: ID!): Visitor }
    type Work @key(fields: "id") @interfaceObject { id: ID! title: String @external visits: Int! @external price: Int @requires(fields: "title visits") }
    type Visitor @key(fields: "id") { id: ID! paid: [Int] owns: [Work] }`,
};

const SCHEMA_FOLDER = new URL('../../../schema/', import.meta.url);

/** The graph itself, as its contract stands. */
const microplate = (): Record<string, string> => Object.fromEntries(readdirSync(SCHEMA_FOLDER)
  .filter((file) => file.endsWith('.graphql') && file !== 'supergraph.graphql')
  .map((file) => [file.replace('.graphql', ''), readFileSync(new URL(file, SCHEMA_FOLDER), 'utf8')]));

/** Subgraphs by name, and how deep operations over them go: the planner's time explodes where interface objects nest. */
export const SCHEMAS: Record<string, { subgraphs: () => Record<string, string>; deepest: number }> = {
  workshop: { subgraphs: () => workshop, deepest: 6 }, gallery: { subgraphs: () => gallery, deepest: 4 }, microplate: { subgraphs: microplate, deepest: 6 },
};
