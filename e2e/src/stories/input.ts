import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { demonstration } from '../photos.ts';
import { post, upload } from '../post.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

const READ = 'mutation R($input: ReadPlateInput!) { readPlate(input: $input) { id } }';
const GENERATE = 'mutation G($input: GenerateInterfaceFileInput!) { generateInterfaceFile(input: $input) { id } }';
const LINES = (count: number, step: number) => Array.from({ length: count }, (_, index) => 100 + index * step);

export const inputStories = (stack: () => StackUnderTest): void => {
  const operator = () => stack().token('operator');
  const ask = async (query: string, variables: Record<string, unknown> = {}) => post(stack().url, { query, variables }, { token: await operator() });
  const send = async (bytes: Uint8Array, name: string) => upload(stack().url, bytes, name, await operator());
  const runs = async (): Promise<number> => (await ask('{ runs(first: 100) { edges { node { id } } } }')).body.data.runs.edges.length;
  let imageId: string;
  beforeAll(async () => { imageId = (await send(demonstration.bytes(), 'plate.jpg')).body.data.uploadImage.id; });

  test('files that are no photograph, broken or too large are refused with their code', async () => {
    const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
    const bmp = Buffer.concat([Buffer.from('BM'), Buffer.alloc(200)]);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
    const wide = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: 'white' } }).png({ compressionLevel: 1 }).toBuffer();
    const table: [string, Uint8Array, string][] = [
      ['notes.jpg', Buffer.from('these are notes'), 'UNSUPPORTED_MEDIA'],
      ['drawing.svg', svg, 'UNSUPPORTED_MEDIA'],
      ['drawing.jpg', svg, 'UNSUPPORTED_MEDIA'],
      ['moving.gif', gif, 'UNSUPPORTED_MEDIA'],
      ['bitmap.png', bmp, 'UNSUPPORTED_MEDIA'],
      ['half.jpg', demonstration.bytes().subarray(0, 40_000), 'IMAGE_UNREADABLE'],
      ['bomb.png', wide, 'PAYLOAD_TOO_LARGE'],
    ];
    for (const [name, bytes, code] of table) {
      const answer = await send(bytes, name);
      expect([name, answer.code]).toEqual([name, code]);
      expect(answer.status).toBeLessThan(500);
    }
  }, 30_000);

  test('a file over 50 MB is PAYLOAD_TOO_LARGE, not a 500', async () => {
    const answer = await send(Buffer.alloc(50_000_001 + 3_000_000, 7), 'huge.jpg');
    expect(answer.code).toBe('PAYLOAD_TOO_LARGE');
    expect(answer.status).toBeLessThan(500);
  }, 30_000);

  test('unknown things are NOT_FOUND', async () => {
    for (const id of [randomUUID(), 'nonsense', '']) {
      for (const query of ['query($id: ID!) { run(id: $id) { id } }', 'query($id: ID!) { image(id: $id) { id } }', 'query($id: ID!) { plate(id: $id) { id } }', 'query($id: ID!) { interfaceFile(id: $id) { id } }']) {
        expect([query, (await ask(query, { id })).code]).toEqual([query, 'NOT_FOUND']);
      }
      expect((await ask(READ, { input: { imageId: id, sampleNo: 'S1' } })).code).toBe('NOT_FOUND');
    }
    expect((await ask('{ sample(sampleNo: "NOBODY") { id } }')).code).toBe('NOT_FOUND');
    expect((await ask(GENERATE, { input: { sampleNo: 'NOBODY' } })).code).toBe('NOT_FOUND');
    expect((await ask('{ samples(after: "nonsense") { edges { cursor } } }')).code).toBe('BAD_USER_INPUT');
    expect((await ask(GENERATE, { input: { sampleNo: 'S1', dialect: 'LABWARE_V9' } })).code).toMatch(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/);
  });

  test('labels: paths, formulas, empty, too long, NUL and emoji are refused by name; nothing is begun', async () => {
    const before = await runs();
    for (const sampleNo of ['../../etc/passwd', "=cmd|' /C calc'!A0", '', '   ', 'x'.repeat(300), 'a\u0000b', 'plate 🧪', '-1', '@x', 'a\nb']) {
      for (const [query, input] of [[READ, { imageId, sampleNo }], [GENERATE, { sampleNo }]] as const) {
        const answer = await ask(query, { input });
        expect([sampleNo, answer.code, answer.body.errors[0].extensions.field]).toEqual([sampleNo, 'BAD_USER_INPUT', 'sampleNo']);
      }
    }
    expect((await ask(READ, { input: { imageId, sampleNo: 'S1', submissionNo: '../x' } })).body.errors[0].extensions.field).toBe('submissionNo');
    expect((await ask(READ, { input: { imageId, sampleNo: 'S1', plateNo: '=1' } })).body.errors[0].extensions.field).toBe('plateNo');
    expect(await runs()).toBe(before);
  });

  test('Thai labels are kept, and safe in file names', async () => {
    const sampleNo = 'ตัวอย่าง ๑';
    const client = await stack().as('operator');
    const { readPhoto } = await import('@microplate/cli/read/read-photo');
    await readPhoto(client, { photo: demonstration.file, sampleNo, plateNo: 'P1' });
    const { generateInterfaceFile } = await client.query('mutation G($input: GenerateInterfaceFileInput!) { generateInterfaceFile(input: $input) { fileName content } }', { input: { sampleNo } });
    expect(generateInterfaceFile.fileName).toMatch(/^interface_[A-Za-z0-9._-]+\.csv$/);
    expect(generateInterfaceFile.content).toContain(`${sampleNo},${sampleNo},No.,8`);
  }, 30_000);

  test('threshold, priority, model and calibration out of range', async () => {
    const before = await runs();
    const calibration = (columns: number[]) => ({ imageWidth: 1700, imageHeight: 1200, columns, rows: LINES(9, 110) });
    const columns = LINES(13, 120);
    const table: [Record<string, unknown>, string][] = [
      [{ threshold: 1.5 }, 'BAD_USER_INPUT'], [{ threshold: -0.1 }, 'BAD_USER_INPUT'], [{ priority: 11 }, 'BAD_USER_INPUT'], [{ priority: 0 }, 'BAD_USER_INPUT'],
      [{ modelVersion: '99' }, 'MODEL_NOT_FOUND'],
      [{ calibration: calibration([...columns.slice(0, 5), columns[3], ...columns.slice(6)]) }, 'CALIBRATION_INVALID'],
      [{ calibration: calibration(columns.slice(1)) }, 'CALIBRATION_INVALID'],
    ];
    for (const [extra, code] of table) expect([extra, (await ask(READ, { input: { imageId, sampleNo: 'S1', ...extra } })).code]).toEqual([extra, code]);
    expect(await runs()).toBe(before);
  });

  test('the same idempotency key is the same run; with other input it is a CONFLICT', async () => {
    const input = { imageId, sampleNo: 'IDEM', plateNo: 'P1', idempotencyKey: 'key-1' };
    const [first, second] = await Promise.all([ask(READ, { input }), ask(READ, { input })]);
    expect(first.body.data.readPlate.id).toBe(second.body.data.readPlate.id);
    expect((await ask(READ, { input: { ...input, plateNo: 'P2' } })).code).toBe('CONFLICT');
  });

  test('malformed and abusive requests get a 4xx and a code, never a 5xx', async () => {
    const deep = `{ ${'sample(sampleNo: "x") { plates { edges { node { '.repeat(8)}id${' } } } }'.repeat(8)} }`;
    const table: [unknown, string][] = [
      ['{"query": ', 'BAD_REQUEST'], ['[]', 'BAD_REQUEST'], [{}, 'BAD_REQUEST'], [{ query: 7 }, 'BAD_REQUEST'],
      [{ query: '{' }, 'GRAPHQL_PARSE_FAILED'], [{ query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
      [{ query: `{ me { ${'a: '.repeat(0)}id } } ${'#'.repeat(10)}`, operationName: 'missing' }, 'OPERATION_RESOLUTION_FAILURE'],
      [{ query: deep }, 'GRAPHQL_LIMIT_EXCEEDED'],
      [{ query: `{ me { ${Array.from({ length: 31 }, (_, index) => `a${index}: id`).join(' ')} } }` }, 'GRAPHQL_LIMIT_EXCEEDED'],
      [{ query: `{ me { ${'id '.repeat(2100)} } }` }, 'GRAPHQL_LIMIT_EXCEEDED'],
      [{ query: 'subscription { resultEvents { cursor } }' }, 'SUBSCRIPTION_TRANSPORT'],
    ];
    for (const [body, code] of table) {
      // A client that names application/json is told of an invalid document with 200, as GraphQL over HTTP has it.
      const answer = await post(stack().url, body, { token: await operator(), headers: { accept: 'application/graphql-response+json' } });
      expect([String(JSON.stringify(body)).slice(0, 60), answer.code]).toEqual([String(JSON.stringify(body)).slice(0, 60), code]);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
  });
};
