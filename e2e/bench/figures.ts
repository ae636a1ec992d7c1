// `npm run bench`: the system's figures on this machine. Each is printed beside a peer measured in the same run, since machines are noisy.
// `npm run bench -- --stack split` measures the stack of a process a service.
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { nameOption, readOptions } from '@microplate/platform/bench';
import { demonstration, variantOf } from '../src/photos.ts';
import { post, upload } from '../src/post.ts';
import { startStackUnderTest, type StackUnderTest } from '../src/stack-under-test.ts';

const { stack: mode } = readOptions({ stack: nameOption(['single', 'split']).default('single') });
const READ = 'mutation R($input: ReadPlateInput!) { readPlate(input: $input) { id } }';
const EVENTS = 'subscription { resultEvents { kind run { id } plate { rows { row endPoint } } } }';
const API = '{ runs(first: 20) { edges { node { id status finishedAt } } } }';

const quantile = (values: number[], q: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))];
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const line = (what: string, figure: string, peer: string): void => console.log(`${what.padEnd(58)} ${figure.padStart(10)}   ${peer}`);
const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** Proportional set size of a process and all below it, in MB. */
const memoryOf = (root: number): { total: number; postgres: number } => {
  const stats = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const [, rest] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
      return [{ pid: Number(pid), parent: Number(rest.split(' ')[1]), command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }];
    } catch { return []; }
  });
  const family = (pid: number): typeof stats => stats.filter((one) => one.pid === pid).concat(stats.filter((one) => one.parent === pid).flatMap((one) => family(one.pid)));
  const pss = (pid: number) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1]) / 1024;
  const sum = (all: typeof stats) => all.reduce((total, one) => total + pss(one.pid), 0);
  const all = family(root);
  return { total: sum(all), postgres: sum(all.filter((one) => one.command.includes('postgres'))) };
};

const latencies = async (stack: StackUnderTest, photo: Buffer): Promise<{ whole: number[]; uploads: number[] }> => {
  const client = await stack.as('operator');
  const token = await stack.token('operator');
  const events = client.subscribe<any>(EVENTS)[Symbol.asyncIterator]();
  let next = events.next();
  await pause(500);
  const whole: number[] = [];
  const uploads: number[] = [];
  const plates = 15;
  for (let number = 1; number <= plates; number += 1) {
    const bytes = await variantOf(photo, number);
    const began = performance.now();
    const image = (await upload(stack.url, bytes, 'p.jpg', token)).body.data.uploadImage;
    uploads.push(performance.now() - began);
    await client.query(READ, { input: { imageId: image.id, sampleNo: 'LATENCY', plateNo: `P${number}` } });
    await next;
    whole.push(performance.now() - began);
    if (number < plates) next = events.next();
  }
  await events.return?.(undefined);
  return { whole, uploads };
};

const apiTimes = async (stack: StackUnderTest, until: (body: any) => boolean): Promise<number[]> => {
  const token = await stack.token('operator');
  const times: number[] = [];
  for (let done = false; !done;) {
    const began = performance.now();
    const { body } = await post(stack.url, { query: API }, { token });
    times.push(performance.now() - began);
    done = until(body);
    await pause(10);
  }
  return times;
};

const twentyPlates = async (stack: StackUnderTest, photo: Buffer): Promise<{ idle: number[]; busy: number[]; seconds: number }> => {
  let count = 0;
  const idle = await apiTimes(stack, () => (count += 1) >= 300);
  const client = await stack.as('operator');
  const image = (await upload(stack.url, await variantOf(photo, 99), 'p.jpg', await stack.token('operator'))).body.data.uploadImage;
  const began = performance.now();
  await Promise.all(Array.from({ length: 20 }, (_, number) => client.query(READ, { input: { imageId: image.id, sampleNo: 'TWENTY', plateNo: `P${number}` } })));
  const busy = await apiTimes(stack, (body) => body.data.runs.edges.every(({ node }: any) => node.finishedAt));
  return { idle, busy, seconds: (performance.now() - began) / 1000 };
};

const folder = await mkdtemp(path.join(os.tmpdir(), 'microplate-bench-'));
const options = { embedded: true, folder, demo: true, settings: { LOG_LEVEL: 'warn' } };
const cold = await startStackUnderTest(mode, options);
await cold.stop();
const warm = await startStackUnderTest(mode, options);
line(`npm start, warm, to ready with the demonstration (${mode})`, ms(warm.readyMs), `first start ${ms(cold.readyMs)}`);
await pause(35_000);
const memory = memoryOf(warm.pid);
line('Idle memory of everything together (PSS)', `${memory.total.toFixed(0)} MB`, `Postgres alone ${memory.postgres.toFixed(0)} MB`);

const photo = await sharp(demonstration.bytes()).resize(1700, 1200, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer();
const { whole, uploads } = await latencies(warm, photo);
line('1700x1200 uploaded -> event at a graphql-ws client, median', ms(quantile(whole, 0.5)), `the upload alone ${ms(quantile(uploads, 0.5))}, p95 of the whole ${ms(quantile(whole, 0.95))}`);
const { idle, busy, seconds } = await twentyPlates(warm, photo);
line('API p99 while 20 plates are read', ms(quantile(busy, 0.99)), `idle ${ms(quantile(idle, 0.99))}; median ${ms(quantile(busy, 0.5))} against ${ms(quantile(idle, 0.5))}; ${seconds.toFixed(1)} s for the 20`);
const delay = await warm.metric('inference', 'microplate_event_loop_delay_seconds', { quantile: '0.99' });
line('Event loop delay of the API process, p99', ms(delay * 1000), 'it is looked at every 50 ms');
await warm.stop();
await rm(folder, { recursive: true, force: true });
process.exit(0);
