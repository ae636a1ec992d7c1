import { notAsAsked } from './differential/asked.ts';
import { differenceOf } from './differential/compare.ts';
import { createPair } from './differential/federations.ts';
import { SCHEMAS } from './differential/schemas.ts';

/** Operations tried for each supergraph; a few of ten are not valid and skipped. `DIFFERENTIAL=20000` tries more. */
const TRIED = Number(process.env.DIFFERENTIAL ?? 90);

test.each(Object.entries(SCHEMAS))('%s: random operations are answered as @apollo/gateway answers them', async (_name, { subgraphs, deepest }) => {
  const pair = await createPair(subgraphs(), deepest);
  const differences: unknown[] = [];
  let compared = 0;
  try {
    for (let seed = 1; seed <= TRIED; seed += 1) {
      const operation = pair.operation(seed);
      if (!operation) continue;
      const dead = seed % 17 === 0 ? pair.names[seed % pair.names.length] : null;
      const { own, stock, isWhole } = await pair.run(operation, dead);
      const astray = own.data === undefined ? null : notAsAsked(pair.schema, operation, { data: own.data, isWhole });
      const difference = astray ? `not as asked: ${astray}` : differenceOf(own, stock, pair.hasInterfaceObjects);
      if (difference) differences.push({ seed, difference, ...operation, dead, own: JSON.stringify(own), stock: JSON.stringify(stock) });
      compared += 1;
    }
  } finally {
    await pair.dispose();
  }
  expect(differences).toEqual([]);
  expect(compared).toBeGreaterThan(TRIED / 3);
}, 20_000 + TRIED * 200);
