import { readFileSync } from 'node:fs';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The first query of the README, as a reader would paste it: the tests run what the page shows. */
export const README_QUERY = readme.match(/```graphql\n(query Sample[\s\S]*?)```/)![1];
