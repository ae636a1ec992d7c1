import { readFileSync } from 'node:fs';

/** The hand-written SDL of one subgraph, from this folder. */
export const readSdl = (subgraph: 'auth' | 'images' | 'inference' | 'results' | 'labware'): string =>
  readFileSync(new URL(`./${subgraph}.graphql`, import.meta.url), 'utf8');
