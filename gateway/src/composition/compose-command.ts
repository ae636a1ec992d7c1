import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CompositionError, compose, readSubgraphs } from './compose.ts';

const root = path.join(import.meta.dirname, '../../..');
const target = path.join(root, 'schema/supergraph.graphql');

try {
  const subgraphs = readSubgraphs(path.join(root, 'rover.yaml'));
  const { supergraphSdl, hints } = compose(subgraphs);
  writeFileSync(target, supergraphSdl);
  for (const hint of hints) console.warn(`hint: ${hint}`);
  console.log(`Composed ${subgraphs.map(({ name }) => name).join(', ')} into ${path.relative(process.cwd(), target)} (${supergraphSdl.split('\n').length} lines, ${hints.length} hints).`);
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
