import { randomUUID } from 'node:crypto';
import { codeOf, createStand, operator, queueRun, viewer, type Stand } from './stand.ts';

const lines = { imageWidth: 1700, imageHeight: 1200, columns: Array.from({ length: 13 }, (_, i) => 50 + 100 * i), rows: Array.from({ length: 9 }, (_, i) => 50 + 100 * i) };
const corners = { imageWidth: 1700, imageHeight: 1200, A1: { x: 100, y: 100 }, A12: { x: 1200, y: 100 }, H1: { x: 100, y: 800 }, H12: { x: 1200, y: 800 } };
const document = { image_width: 1700, image_height: 1200, columns: lines.columns, rows: lines.rows, bounds: { left: 50, right: 1250, top: 50, bottom: 850 }, updated_at: '2025-11-14T10:36:31Z', format_version: 3 };

const FIELDS = 'id device version isCurrent lines { imageWidth imageHeight columns rows } corners { imageWidth imageHeight A1 { x y } H12 { x y } } orientation note savedBy { id } savedAt deletedAt';
const SAVE = `mutation ($input: SaveCalibrationInput!) { saveCalibration(input: $input) { ${FIELDS} } }`;
const LIST = `query ($device: String, $first: Int, $after: String) { calibrations(device: $device, first: $first, after: $after) { edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
const DELETE = `mutation ($id: ID!) { deleteCalibration(id: $id) { ${FIELDS} } }`;
const PREVIEW = `query ($id: ID!, $calibration: PreviewCalibrationInput!) { previewCalibration(imageId: $id, calibration: $calibration) {
  medianOffset worstOffset offsets { name expected { x y } offset } location { orientation wells { name centre { x y } } overlay { url } } } }`;

let stand: Stand;
beforeAll(async () => { stand = await createStand({ INFERENCE_WORKER: 'none' }); });
afterAll(() => stand.dispose());
const ask = (text: string, variables: Record<string, unknown> = {}, who = operator()) => stand.query(text, variables, who);
const save = async (input: Record<string, unknown>, who = operator()) => (await ask(SAVE, { input }, who)).data.saveCalibration;
const current = async (device: string, who = operator()) => (await ask(LIST, { device }, who)).data.calibrations.edges.map(({ node }: any) => [node.version, node.isCurrent]);

describe('calibrations of a device', () => {
  test('are versions, the newest in use; each keeps what it was', async () => {
    const who = operator();
    const first = await save({ device: ' bench 1 ', lines, note: 'after cleaning' }, who);
    expect(first).toMatchObject({ device: 'bench 1', version: 1, isCurrent: true, lines, corners: null, orientation: null, note: 'after cleaning', savedBy: { id: who.userId }, savedAt: expect.stringMatching(/Z$/), deletedAt: null });
    expect(await save({ device: 'bench 1', corners, orientation: 'TURNED_180' })).toMatchObject({ version: 2, isCurrent: true, lines: null, corners: { imageWidth: 1700, A1: { x: 100, y: 100 } }, orientation: 'TURNED_180' });
    expect(await save({ device: 'bench 1', orientation: 'MIRRORED' })).toMatchObject({ version: 3, lines: null, corners: null });
    expect(await save({ device: 'bench 2', lines })).toMatchObject({ version: 1 });
    expect(await current('bench 1')).toEqual([[3, true], [2, false], [1, false]]);
  });

  test('the lab\'s own file imports unchanged: as a variable, as text, and written into the query', async () => {
    expect((await save({ device: 'file', document })).lines).toEqual(lines);
    expect((await save({ device: 'file', document: JSON.stringify(document) })).lines).toEqual(lines);
    const literal = JSON.stringify(document).replace(/"(\w+)":/g, '$1:');
    expect((await ask(`mutation { saveCalibration(input: { device: "file", document: ${literal} }) { version lines { rows } } }`)).data.saveCalibration).toEqual({ version: 3, lines: { rows: lines.rows } });
  });

  test('are refused with the line, corner or field that is wrong', async () => {
    const refusal = async (input: Record<string, unknown>) => { const { errors } = await ask(SAVE, { input: { device: 'wrong', ...input } }); return [errors![0].extensions.code, errors![0].message]; };
    expect(await refusal({ lines: { ...lines, columns: lines.columns.with(4, 100) } })).toEqual(['CALIBRATION_INVALID', expect.stringContaining('column line 5')]);
    expect(await refusal({ lines: { ...lines, rows: lines.rows.with(8, 1201) } })).toEqual(['CALIBRATION_INVALID', expect.stringContaining('row line 9')]);
    expect(await refusal({ corners: { ...corners, A1: corners.A12, A12: corners.A1 } })).toEqual(['CALIBRATION_INVALID', expect.stringContaining('corner')]);
    expect(await refusal({ document: '{' })).toEqual(['CALIBRATION_INVALID', expect.stringContaining('not JSON')]);
    expect(await refusal({ document: { ...document, rows: document.rows.slice(1), bounds: undefined } })).toEqual(['CALIBRATION_INVALID', expect.stringContaining('9 row lines')]);
    expect(await refusal({ lines, document })).toEqual(['BAD_USER_INPUT', expect.stringContaining('not both')]);
    expect(await refusal({})).toEqual(['BAD_USER_INPUT', expect.stringContaining('nothing to save')]);
    expect(await refusal({ device: "=cmd|' /C calc'!A0", lines })).toEqual(['BAD_USER_INPUT', expect.stringContaining('"device"')]);
    expect(await current('wrong')).toEqual([]);
  });

  test('ten saves at once are ten versions', async () => {
    const saved = await Promise.all(Array.from({ length: 10 }, () => save({ device: 'busy', lines })));
    expect(saved.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await current('busy')).toEqual(Array.from({ length: 10 }, (_, i) => [10 - i, i === 0]));
  });

  test('deleted, one is out of use and its number is not given again', async () => {
    const [one, two] = [await save({ device: 'gone', lines }), await save({ device: 'gone', lines })];
    const who = operator();
    expect((await ask(DELETE, { id: two.id.toUpperCase() }, who)).data.deleteCalibration).toMatchObject({ id: two.id, isCurrent: false, deletedAt: expect.stringMatching(/Z$/) });
    expect(await current('gone')).toEqual([[1, true]]);
    for (const id of [two.id, randomUUID(), 'nonsense']) expect(codeOf(await ask(DELETE, { id }))).toBe('NOT_FOUND');
    expect(await save({ device: 'gone', lines })).toMatchObject({ version: 3 });
    await ask(DELETE, { id: one.id });
    expect(await current('gone')).toEqual([[3, true]]);
  });

  test('come in pages, newest first, over all devices', async () => {
    const lab = operator({ labId: 'paged' });
    for (const device of ['a', 'b', 'a']) await save({ device, lines }, lab);
    const page = async (variables: Record<string, unknown>) => (await ask(LIST, variables, lab)).data.calibrations;
    const first = await page({ first: 2 });
    const second = await page({ first: 2, after: first.pageInfo.endCursor });
    expect([first, second].map(({ edges }) => edges.map(({ node }: any) => `${node.device}${node.version}`))).toEqual([['a2', 'b1'], ['a1']]);
    expect([first, second].map(({ pageInfo }) => [pageInfo.hasNextPage, pageInfo.hasPreviousPage])).toEqual([[true, false], [false, true]]);
    for (const wrong of [{ first: 101 }, { after: 'nonsense' }, { after: Buffer.from('["calibrations","x"]').toString('base64url') }, { device: 'a\u0000' }]) expect(codeOf(await ask(LIST, wrong, lab))).toBe('BAD_USER_INPUT');
  });

  test('are the lab\'s own, and by permission', async () => {
    const { id } = await save({ device: 'secret', lines });
    const stranger = operator({ labId: 'other' });
    expect(await current('secret', stranger)).toEqual([]);
    expect(codeOf(await ask(DELETE, { id }, stranger))).toBe('NOT_FOUND');
    expect(await save({ device: 'secret', lines }, stranger)).toMatchObject({ version: 1 });
    expect(await current('secret', viewer())).toEqual([[1, true]]);
    expect(codeOf(await ask(SAVE, { input: { device: 'secret', lines } }, viewer()))).toBe('FORBIDDEN');
    expect(codeOf(await ask(DELETE, { id }, viewer()))).toBe('FORBIDDEN');
    expect(codeOf(await ask(LIST, {}, operator({ permissions: ['capture:view'] })))).toBe('FORBIDDEN');
  });
});

describe('a preview', () => {
  test('tells where the wells are, how far from the lines, and draws both; it stores nothing', async () => {
    const id = stand.images.store({ name: 'bench' });
    const before = await stand.sql('select count(*)::int as n from calibration');
    const shifted = { ...lines, columns: lines.columns.map((x) => x + 30), rows: lines.rows.map((y) => y + 40) };
    const { data, errors } = await ask(PREVIEW, { id, calibration: { lines: shifted } });
    expect(errors).toBeUndefined();
    const { offsets, location, ...spread } = data.previewCalibration;
    expect(spread).toEqual({ medianOffset: expect.closeTo(0.5, 9), worstOffset: expect.closeTo(0.5, 9) });
    expect(offsets).toHaveLength(96);
    expect(offsets[95]).toEqual({ name: 'H12', expected: { x: 1230, y: 840 }, offset: expect.closeTo(0.5, 9) });
    expect(location).toMatchObject({ orientation: 'UPRIGHT', overlay: { url: expect.stringContaining('/files/inference/temporary/') } });
    expect(await (await stand.subgraph.fetch(new Request(location.overlay.url))).text()).toBe('overlay of bench with 96 wells and 96 crosses');
    expect(await stand.sql('select count(*)::int as n from calibration')).toEqual(before);
  });

  test('of a stored one, a document, corner wells and an orientation alone', async () => {
    const id = stand.images.store();
    const stored = await save({ device: 'preview', lines, orientation: 'TURNED_180' });
    const preview = async (calibration: Record<string, unknown>) => (await ask(PREVIEW, { id, calibration })).data.previewCalibration;
    expect(await preview({ calibrationId: stored.id })).toMatchObject({ medianOffset: 0, location: { orientation: 'TURNED_180' } });
    expect(await preview({ calibrationId: stored.id, orientation: 'MIRRORED' })).toMatchObject({ location: { orientation: 'MIRRORED' } });
    expect(await preview({ document })).toMatchObject({ worstOffset: 0 });
    expect((await preview({ corners })).worstOffset).toBeLessThan(1e-6);
    expect(await preview({ orientation: 'TURNED_90' })).toMatchObject({ medianOffset: null, worstOffset: null, offsets: [], location: { orientation: 'TURNED_90' } });
  });

  test('is refused as finding and saving are', async () => {
    const id = stand.images.store();
    const refusal = async (calibration: Record<string, unknown>, image = id, who = operator()) => codeOf(await ask(PREVIEW, { id: image, calibration }, who));
    const stored = await save({ device: 'refused', lines });
    expect(await refusal({})).toBe('BAD_USER_INPUT');
    expect(await refusal({ lines, calibrationId: stored.id })).toBe('BAD_USER_INPUT');
    expect(await refusal({ lines: { ...lines, rows: lines.rows.toReversed() } })).toBe('CALIBRATION_INVALID');
    expect(await refusal({ lines: { ...lines, imageWidth: 5000 } })).toBe('CALIBRATION_INVALID');
    expect(await refusal({ calibrationId: randomUUID() })).toBe('NOT_FOUND');
    expect(await refusal({ calibrationId: stored.id }, stand.images.store({}, 'other'), operator({ labId: 'other' }))).toBe('NOT_FOUND');
    expect(await refusal({ lines }, stand.images.store({}, 'other'))).toBe('NOT_FOUND');
    expect(await refusal({ lines }, stand.images.store({ refuse: 'NO_PLATE_FOUND' }))).toBe('NO_PLATE_FOUND');
    expect(await refusal({ lines }, id, viewer())).toBe('FORBIDDEN');
  });
});

describe('a reading', () => {
  const USED = 'query ($id: ID!) { run(id: $id) { calibration { id device version orientation lines { columns } corners { H1 { x } } } } }';
  const used = async (input: Record<string, unknown>) => (await ask(USED, { id: await queueRun(stand, { imageId: stand.images.store(), ...input }) })).data.run.calibration;

  test('uses the newest calibration of its device, and records it whole: deleting it changes no record', async () => {
    await save({ device: 'camera', corners });
    const newest = await save({ device: 'camera', lines, orientation: 'TURNED_180' });
    const runId = await queueRun(stand, { imageId: stand.images.store(), device: 'camera' });
    const recorded = { id: newest.id, device: 'camera', version: 2, orientation: 'TURNED_180', lines: { columns: lines.columns }, corners: null };
    await ask(DELETE, { id: newest.id });
    expect((await ask(USED, { id: runId })).data.run.calibration).toEqual(recorded);
    expect(await stand.rowOf(runId)).toMatchObject({ calibration: lines, orientation: 'TURNED_180' });
    expect(await used({ device: 'camera' })).toMatchObject({ version: 1, corners: { H1: { x: 100 } }, lines: null, orientation: null });
    expect(await used({ device: 'camera', orientation: 'MIRRORED' })).toMatchObject({ version: 1, orientation: 'MIRRORED' });
  });

  test('takes a stored version, corners of its own, or the caller\'s word alone; without any there is none', async () => {
    const [one] = [await save({ device: 'versions', lines }), await save({ device: 'versions', corners })];
    expect(await used({ calibrationId: one.id })).toMatchObject({ id: one.id, version: 1, lines: { columns: lines.columns } });
    expect(await used({ corners })).toEqual({ id: null, device: null, version: null, orientation: null, lines: null, corners: { H1: { x: 100 } } });
    expect(await used({ orientation: 'TURNED_90' })).toMatchObject({ id: null, orientation: 'TURNED_90', lines: null, corners: null });
    expect(await used({})).toBeNull();
  });

  test('is refused where there is no such calibration, device or layout', async () => {
    const imageId = stand.images.store();
    const read = async (input: Record<string, unknown>) => codeOf(await ask('mutation ($input: ReadPlateInput!) { readPlate(input: $input) { id } }', { input: { imageId, sampleNo: 'S1', ...input } }));
    const theirs = await save({ device: 'theirs', lines }, operator({ labId: 'other' }));
    const deleted = await save({ device: 'short', lines });
    await ask(DELETE, { id: deleted.id });
    for (const input of [{ device: 'nobody' }, { device: 'theirs' }, { device: 'short' }, { calibrationId: theirs.id }, { calibrationId: deleted.id }, { calibrationId: 'x' }, { layout: 'nobody' }]) expect([input, await read(input)]).toEqual([input, 'NOT_FOUND']);
    expect(await read({ device: 'camera', calibration: lines })).toBe('BAD_USER_INPUT');
    expect(await read({ device: '' })).toBe('BAD_USER_INPUT');
    expect(await read({ corners: { ...corners, H1: corners.H12 } })).toBe('CALIBRATION_INVALID');
  });

  test('records the newest version of the layout it names; results must be there for that alone', async () => {
    stand.fakeResults.layouts.set('default/Geflügel 1', 'Geflügel 1-3');
    const layoutOf = async (input: Record<string, unknown>) => (await stand.rowOf(await queueRun(stand, { imageId: stand.images.store(), ...input }))).layout_version;
    expect(await layoutOf({ layout: ' Geflügel 1' })).toBe('Geflügel 1-3');
    stand.fakeResults.layouts.set('default/reversed', 'reversed-1');
    const dilutionOf = async (layout: string) => (await stand.rowOf(await queueRun(stand, { imageId: stand.images.store(), layout }))).dilution;
    expect([await dilutionOf('reversed'), await dilutionOf('default')]).toEqual(['RIGHT_TO_LEFT', 'LEFT_TO_RIGHT']);
    stand.fakeResults.layouts.set('default/controlled', 'controlled-1');
    const controlsOf = async (layout: string) => (await stand.rowOf(await queueRun(stand, { imageId: stand.images.store(), layout }))).controls;
    expect([await controlsOf('controlled'), await controlsOf('default')]).toEqual([['A12'], []]);
    stand.fakeResults.state.down = true;
    expect(await layoutOf({})).toBe('default-1');
    expect(await layoutOf({ layout: 'default' })).toBe('default-1');
    await expect(layoutOf({ layout: 'Geflügel 1' })).rejects.toThrow('SERVICE_UNAVAILABLE');
    stand.fakeResults.state.down = false;
  });

  test('asked again with its key is the same run, also when what it named is gone', async () => {
    const { id } = await save({ device: 'kept', lines });
    const [who, input] = [operator(), { imageId: stand.images.store(), device: 'kept', idempotencyKey: 'k' }];
    const first = await queueRun(stand, input, who);
    await ask(DELETE, { id });
    expect(await queueRun(stand, input, who)).toBe(first);
    await expect(queueRun(stand, { ...input, device: 'other' }, who)).rejects.toThrow('CONFLICT');
  });
});
