import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import type { Given } from '../candidate.ts';
import { createIdentityWork } from './identity.ts';

type Item = Record<string, any>;

const textOf = (incoming: IncomingMessage): Promise<string> => new Promise((resolve) => {
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks).toString()));
});

/** The limit: no GraphQL at all, the same requests in the same order, written down for the bench's two queries alone. */
export const hand = async ({ urls, key }: Given): Promise<number> => {
  const work = await createIdentityWork(urls.auth, key);
  const pools = Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, new Pool(url, { connections: 64 })]));
  const ask = async (identity: ReturnType<typeof work.identify>, service: string, query: string, representations?: unknown[]): Promise<Item> => {
    const body = JSON.stringify({ query, variables: representations ? { representations } : {} });
    const answer = await pools[service].request({ path: '/graphql', method: 'POST', body, headers: { 'content-type': 'application/json', ...work.sign(identity, service, body) } });
    return (JSON.parse(await answer.body.text()) as Item).data as Item;
  };
  const entities = (identity: ReturnType<typeof work.identify>, service: string, typename: string, selection: string, ids: string[]): Promise<Map<string, Item>> => {
    const unique = [...new Set(ids)];
    return ask(identity, service, `query($representations:[_Any!]!){_entities(representations:$representations){...on ${typename}{${selection}}}}`, unique.map((id) => ({ __typename: typename, id })))
      .then(({ _entities }) => new Map((_entities as Item[]).map((entity, index) => [unique[index], entity])));
  };
  const nested = async (identity: ReturnType<typeof work.identify>): Promise<unknown> => {
    const { plates } = await ask(identity, 'results', '{plates{id barcode owner{id}}}') as { plates: Item[] };
    const owners = entities(identity, 'auth', 'User', 'name', plates.map(({ owner }) => owner.id));
    const withWells = entities(identity, 'labware', 'Plate', 'wells{id row column}', plates.map(({ id }) => id)).then(async (found) => {
      for (const plate of plates) plate.wells = found.get(plate.id)!.wells;
      const wells = plates.flatMap((plate) => plate.wells as Item[]);
      const results = await entities(identity, 'images', 'Well', 'result{value reviewer{id}}', wells.map(({ id }) => id));
      for (const well of wells) well.result = results.get(well.id)!.result;
      const reviewers = await entities(identity, 'auth', 'User', 'name', wells.map(({ result }) => result.reviewer.id));
      for (const { result } of wells) result.reviewer = { name: reviewers.get(result.reviewer.id)!.name };
    });
    const [names] = await Promise.all([owners, withWells]);
    for (const plate of plates) plate.owner = { name: names.get(plate.owner.id)!.name };
    return { plates };
  };
  const server = createServer(async (incoming, outgoing) => {
    const { operationName } = JSON.parse(await textOf(incoming)) as Item;
    const identity = work.identify(incoming.headers.authorization);
    const text = JSON.stringify({ data: operationName === 'Nested' ? await nested(identity) : await ask(identity, 'auth', '{hello}') });
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return (server.address() as AddressInfo).port;
};
