// A process with one of the gateways that are compared: `node candidate.ts ours|ours-stock|stock|hand`. It is told where the subgraphs are.
import { hand } from './candidates/hand.ts';
import { ours } from './candidates/ours.ts';
import { stock } from './candidates/stock.ts';

export interface Given { urls: Record<string, string>; key: string; supergraphSdl: string }

const CANDIDATES: Record<string, (given: Given) => Promise<number>> = {
  ours: (given) => ours(given, 'own'), 'ours-stock': (given) => ours(given, 'stock'), stock, hand,
};

process.once('message', async (given: Given) => process.send!({ port: await CANDIDATES[process.argv[2]](given) }));
process.on('disconnect', () => process.exit(0));
