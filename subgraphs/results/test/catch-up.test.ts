import { completed, flowing, startResults, viewer, type Results } from './results.ts';

// The consumer's own loop is stopped: what is taken over is taken over on demand, and no statement is the loop's.
let results: Results;
beforeAll(async () => { results = await startResults(); await results.deps.runs.dispose(); });
afterAll(() => results.dispose());

const ENTITIES = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Plate { plateNo } ... on Sample { sampleNo } } }';
const ask = (text: string, variables = {}, identity = viewer()) => results.gateway.query(text, variables, identity);

test('what was committed a moment ago is found: a null answer catches up before it says so', async () => {
  const run = completed({ sampleNo: 'JUST NOW' });
  await results.producer.append(run);
  expect((await ask('{ sample(sampleNo: "JUST NOW") { sampleNo } }')).data.sample).toEqual({ sampleNo: 'JUST NOW' });
  const other = completed({ sampleNo: 'JUST NOW 2' });
  await results.producer.append(other);
  expect((await ask('query ($id: ID!) { plate(id: $id) { sampleNo } }', { id: other.payload.plateId.toUpperCase() })).data.plate).toEqual({ sampleNo: 'JUST NOW 2' });
  const runs = ['JUST NOW 3', 'JUST NOW 4'].map((sampleNo) => completed({ sampleNo }));
  for (const run of runs) await results.producer.append(run);
  const { data } = await ask(ENTITIES, { of: [...runs.map(({ payload }) => ({ __typename: 'Plate', id: payload.plateId })), { __typename: 'Sample', sampleNo: 'JUST NOW 3' }] });
  expect(data._entities).toEqual([{ plateNo: 'P1' }, { plateNo: 'P1' }, { sampleNo: 'JUST NOW 3' }]);
});

test('a sample with 20 plates costs as many statements as one with 1', async () => {
  for (let number = 1; number <= 20; number += 1) await results.producer.append(completed({ sampleNo: 'BIG', plateNo: `P${number}`, rows: [flowing(5)] }));
  await results.producer.append(completed({ sampleNo: 'SMALL', rows: [flowing(5)] }));
  await results.deps.runs.catchUp();
  const text = `query ($sampleNo: String!) { sample(sampleNo: $sampleNo) { id cursor distribution { total } gmt { value } meanLog2 { value } sd { value } cv { value } last: gmt(policy: LAST_FLOWING) { value }
    plates(first: 100) { edges { node { id plateNo acceptedRun { id } sample { sampleNo cursor } rows { endPoint titre { text } flags } gmt { value } distribution { total } } } } } }`;
  const count = async (sampleNo: string) => {
    const before = await results.statements();
    const { data, errors } = await ask(text, { sampleNo });
    expect(errors).toBeUndefined();
    return [data.sample.plates.edges.length, await results.statements() - before];
  };
  expect(await count('SMALL')).toEqual([1, 2]);
  expect(await count('BIG')).toEqual([20, 2]);
  const ids = Array.from({ length: 20 }, (_, index) => completed({ sampleNo: 'BIG', plateNo: `P${index + 1}` }).payload.plateId);
  const before = await results.statements();
  const { data } = await ask(ENTITIES, { of: ids.map((id) => ({ __typename: 'Plate', id })) });
  expect([data._entities.length, await results.statements() - before]).toEqual([20, 1]);
});

test('while inference is away, what is here is answered, and what is not is SERVICE_UNAVAILABLE, never a wrong NOT_FOUND', async () => {
  results.producer.become('away');
  expect((await ask('{ sample(sampleNo: "SMALL") { sampleNo } }')).errors).toBeUndefined();
  expect((await ask('{ sample(sampleNo: "NOBODY") { sampleNo } }')).errors![0].extensions.code).toBe('SERVICE_UNAVAILABLE');
  results.producer.become('silent');
  expect((await ask('{ sample(sampleNo: "NOBODY") { sampleNo } }')).errors![0].extensions.code).toBe('SERVICE_UNAVAILABLE');
  results.producer.become('here');
});
