import { createHash } from 'node:crypto';
import { readPhoto } from '@microplate/cli/read/read-photo';
import { demonstration, realPlate } from '../photos.ts';
import { README_QUERY } from '../readme-query.ts';
import type { StackUnderTest } from '../stack-under-test.ts';

const GENERATE = `mutation G($input: GenerateInterfaceFileInput!) { generateInterfaceFile(input: $input) {
  id fileName content sha256 byteSize status dialect policy testNumber warnings downloadUrl sample { sampleNo } generatedBy { username } } }`;

export const plateStories = (stack: () => StackUnderTest): void => {
  test('one photograph becomes titres and a file, and one query tells it all over five subgraphs', async () => {
    const client = await stack().as('operator');
    const { run, plate } = await readPhoto(client, { photo: demonstration.file, sampleNo: 'AM67/00123', submissionNo: 'T1', plateNo: 'P1' });
    expect(run.wells).toHaveLength(96);
    expect(plate.rows.map(({ row }) => row).join('')).toBe('ABCDEFGH');

    const { generateInterfaceFile: file } = await client.query(GENERATE, { input: { sampleNo: 'AM67/00123' } });
    expect(file).toMatchObject({ dialect: 'LABWARE_V2', policy: 'LAST_FLOWING', testNumber: 'T1', sample: { sampleNo: 'AM67/00123' }, generatedBy: { username: 'john_doe' } });
    expect(file.fileName).toMatch(/^interface_AM67-00123_\d{8}_\d{6}(_\d+)?\.csv$/);
    expect(file.content.split('\n')[0]).toBe('SAMPLE_NUMBER,TEST_NUMBER,REPORTED_NAME,ENTRY');
    expect(createHash('sha256').update(file.content).digest('hex')).toBe(file.sha256);
    const download = await fetch(file.downloadUrl);
    expect(download.headers.get('content-disposition')).toContain(file.fileName);
    expect(download.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await download.text()).toBe(file.content);

    const { sample } = await client.query(README_QUERY, { sampleNo: 'AM67/00123' });
    const whole = sample.plates.edges[0].node;
    expect(whole.acceptedRun.image.uploadedBy.username).toBe('john_doe');
    expect(whole.acceptedRun.wells).toHaveLength(96);
    expect(whole.rows).toEqual(plate.rows);
    expect(sample.interfaceFiles.edges[0].node.sha256).toBe(file.sha256);
  }, 60_000);

  test('the photo, its thumbnail and the annotated picture can be fetched by their addresses, and not by changed ones', async () => {
    const client = await stack().as('viewer');
    const { samples } = await client.query('{ samples(search: "AM67") { edges { node { plates { edges { node { acceptedRun { id image { url thumbnailUrl mimeType byteSize } } } } } } } } }');
    const { image, id } = samples.edges[0].node.plates.edges[0].node.acceptedRun;
    const photo = await fetch(image.url);
    expect((await photo.arrayBuffer()).byteLength).toBe(image.byteSize);
    expect((await fetch(image.thumbnailUrl)).status).toBe(200);
    expect((await fetch(image.url.replace(/signature=./, 'signature=!'))).status).toBe(403);
    const picture = await annotated(client, id);
    expect((await fetch(picture.url)).headers.get('content-type')).toBe(picture.mimeType);
  }, 30_000);

  const withRealPhoto = realPlate ? test : test.skip;
  withRealPhoto(`the real plate 62: eight end points by both policies, at least 94 wells, four files${realPlate ? '' : ' (skipped: no photographs beside the project)'}`, async () => {
    const { file, truth } = realPlate!;
    const client = await stack().as('operator');
    const { run, plate } = await readPhoto(client, { photo: file, sampleNo: 'REAL-62', submissionNo: 'T62', plateNo: 'P62' });
    const wrong = run.wells.filter(({ row, column, class: called }) => !truth.ambiguousWells.includes(`${row}${column}`)
      && (called === 'FLOWING') !== truth.flowing[row].includes(column));
    expect(wrong.length).toBeLessThanOrEqual(2);
    const { plate: { first, last } } = await client.query(`query($id: ID!) { plate(id: $id) { first: rows(policy: FIRST_BREAK) { row endPoint } last: rows(policy: LAST_FLOWING) { row endPoint } } }`, { id: plate.id });
    for (const rows of [first, last]) for (const { row, endPoint } of rows) expect(truth.lastFlowing[row]).toContain(endPoint);
    const buckets = Array.from({ length: 13 }, (_, column) => last.filter((row: { endPoint: number }) => row.endPoint === column).length);
    const entries = async (dialect: string) => (await client.query(GENERATE, { input: { sampleNo: 'REAL-62', dialect } })).generateInterfaceFile.content.trimEnd().split('\n');
    expect(await entries('LABWARE_V2')).toEqual(['SAMPLE_NUMBER,TEST_NUMBER,REPORTED_NAME,ENTRY', 'REAL-62,T62,No.,8', ...buckets.map((count, column) => `REAL-62,T62,${column},${count}`)]);
    expect((await entries('LABWARE_V1')).slice(1, 13)).toEqual(buckets.slice(1).map((count, index) => `REAL-62,T001,${index + 1},${count}`));
    expect((await entries('TITRES')).slice(1, 9)).toEqual(first.map(({ row, endPoint }: { row: string; endPoint: number }) => `REAL-62,T62,P62:${row},${2 ** endPoint}`));
    expect(await entries('LONG')).toHaveLength(97);
  }, 60_000);

  test('the plate is located and drawn, the camera calibrated by its corners, and a run with it read again to the same answer', async () => {
    const client = await stack().as('operator');
    const { samples } = await client.query('{ samples(search: "AM67") { edges { node { plates { edges { node { acceptedRun { image { id width height } } } } } } } } }');
    const { image } = samples.edges[0].node.plates.edges[0].node.acceptedRun;
    const { locatePlate } = await client.query(`query($id: ID!) { locatePlate(imageId: $id, format: W96) {
      rows columns orientation confidence flags { code value bound } wells { name centre { x y } radius } overlay { url mimeType } } }`, { id: image.id });
    expect([locatePlate.rows, locatePlate.columns, locatePlate.wells.length]).toEqual([8, 12, 96]);
    expect((await fetch(locatePlate.overlay.url)).headers.get('content-type')).toBe(locatePlate.overlay.mimeType);
    const at = (name: string) => locatePlate.wells.find((well: { name: string }) => well.name === name).centre;
    const corners = { imageWidth: image.width, imageHeight: image.height, A1: at('A1'), A12: at('A12'), H1: at('H1'), H12: at('H12') };
    const { saveCalibration } = await client.query('mutation S($input: SaveCalibrationInput!) { saveCalibration(input: $input) { device version savedBy { username } } }', { input: { device: 'bench 1', corners, orientation: 'UPRIGHT' } });
    expect(saveCalibration).toEqual({ device: 'bench 1', version: 1, savedBy: { username: 'john_doe' } });
    const { readPlate } = await client.query('mutation R($input: ReadPlateInput!) { readPlate(input: $input) { id calibration { device version } } }', { input: { imageId: image.id, sampleNo: 'CALIBRATED', device: 'bench 1' } });
    expect(readPlate.calibration).toEqual({ device: 'bench 1', version: 1 });
    for await (const { runProgress } of client.subscribe('subscription S($id: ID!) { runProgress(runId: $id) { status failure { message } } }', { id: readPlate.id })) expect(runProgress.failure).toBeNull();
    const { replayRun } = await client.query('query($id: ID!) { replayRun(id: $id) { equal differences { what well before after } run { orientation plate { flags { code } layout { id } } } } }', { id: readPlate.id });
    expect(replayRun).toMatchObject({ equal: true, differences: [], run: { orientation: 'UPRIGHT', plate: { layout: { id: 'default-1' } } } });
  }, 30_000);

  test('a photo with no plate on it fails its run with NO_PLATE_FOUND, and nothing is accepted', async () => {
    const { blankPhoto } = await import('../photos.ts');
    const { upload } = await import('../post.ts');
    const image = (await upload(stack().url, await blankPhoto(), 'blank.jpg', await stack().token('operator'))).body.data.uploadImage;
    const client = await stack().as('operator');
    const { readPlate } = await client.query('mutation R($input: ReadPlateInput!) { readPlate(input: $input) { id } }', { input: { imageId: image.id, sampleNo: 'BLANK' } });
    let last: any;
    for await (const { runProgress } of client.subscribe('subscription S($id: ID!) { runProgress(runId: $id) { status failure { code message } } }', { id: readPlate.id })) last = runProgress;
    expect(last).toMatchObject({ status: 'FAILED', failure: { code: 'NO_PLATE_FOUND' } });
    await expect(client.query(GENERATE, { input: { sampleNo: 'BLANK' } })).rejects.toMatchObject({ code: expect.stringMatching(/NO_ACCEPTED_RESULT|NOT_FOUND/) });
  }, 30_000);
};

/** The picture is drawn after the reading; it follows within moments. */
const annotated = async (client: Awaited<ReturnType<StackUnderTest['as']>>, id: string): Promise<{ url: string; mimeType: string }> => {
  for (;;) {
    const { run } = await client.query('query($id: ID!) { run(id: $id) { annotatedImage { url mimeType } } }', { id });
    if (run.annotatedImage) return run.annotatedImage;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};
