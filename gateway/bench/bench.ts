// `npm run bench:gateway`: requests a second through our gateway beside stock Apollo, Hive with its Rust planner, and a server written by
// hand, each with the same identity work, all alive at once, asked in turns. Ratios count: machines are noisy. Options bend it:
// `npm run bench:gateway -- --rounds 21 --seconds 1 --connections 16 --only ours,hand --query one --profile ours --profile-dir /tmp/some`.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nameOption, namesOption, readOptions, secondsOption } from '@microplate/platform/bench';
import { countSetting, z } from '@microplate/platform/config';
import { freePort } from '@microplate/platform/http';
import { SERVICE_FLAGS } from '@microplate/platform/service';
import { extractRules } from '../src/permissions/permission-rules.ts';
import type { Given } from './candidate.ts';
import { QUERIES, supergraphOf } from './graph.ts';

const OURS = ['ours', 'ours-stock', 'stock', 'hand'] as const;
const { only, ...options } = readOptions({
  rounds: countSetting(21, 1), seconds: secondsOption(1), connections: countSetting(16, 1),
  // What is printed is what ours is beside each.
  only: namesOption([...OURS, 'hive']).refine((names) => names.includes('ours'), 'should have ours among them').default(['ours', 'stock', 'hand', 'hive']),
  query: nameOption(Object.keys(QUERIES) as (keyof typeof QUERIES)[]).optional(), profile: nameOption(OURS).optional(), 'profile-dir': z.string().default('.'),
});
const ASKED = (Object.keys(QUERIES) as (keyof typeof QUERIES)[]).filter((name) => !options.query || name === options.query);
const HIVE = fileURLToPath(new URL('peers/node_modules/@graphql-hive/gateway/dist/bin.js', import.meta.url));
const HIVE_CONFIG = fileURLToPath(new URL('candidates/hive.config.ts', import.meta.url));
/** Until what is run is compiled: after 1.5 s a request cost the gateway a third more than in the rounds after the next. */
const WARM_UP_SECONDS = 5;
/** Its clock ticks a second, as Linux gives them. */
const MS_A_TICK = 10;

interface Candidate { name: string; port: number; process: ChildProcess }
interface Measured { perSecond: number; cpuMs: number; p99: number; failed: number }
type Results = Map<string, Map<keyof typeof QUERIES, Measured[]>>;

const folder = await mkdtemp(path.join(tmpdir(), 'gateway-bench-'));
const children: ChildProcess[] = [];
/** All that candidates get of an environment: what else stands in a shell's bends no run. */
const environment = { NODE_ENV: 'production' };

/** The gateway on one core, everything else on another, where there are two and `taskset` to hold them there. */
const pinned = (core: number): string[] => (existsSync('/usr/bin/taskset') && availableParallelism() > 1 ? ['/usr/bin/taskset', '-c', String(core)] : []);

const start = (core: number, file: string, ...args: string[]): ChildProcess => {
  const [command = process.execPath, ...before] = pinned(core);
  const profile = options.profile && args[0] === options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options['profile-dir']}`] : [];
  const execArgv = [...profile, ...SERVICE_FLAGS, '--no-warnings'];
  const script = fileURLToPath(new URL(file, import.meta.url));
  const spawned = { env: environment, execArgv, silent: false, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as const };
  const child = command === process.execPath ? fork(script, args, spawned as never)
    : spawn(command, [...before, process.execPath, ...execArgv, script, ...args], { env: environment, stdio: [...spawned.stdio] });
  children.push(child);
  return child;
};

const told = <T>(child: ChildProcess): Promise<T> => new Promise((resolve, reject) => {
  child.once('message', (message) => resolve(message as T));
  child.once('exit', (code) => reject(new Error(`A process of the bench ended with ${code}.`)));
});

const startOurs = async (name: string, given: Given): Promise<Candidate> => {
  const child = start(0, 'candidate.ts', name);
  child.send(given);
  return { name, process: child, port: (await told<{ port: number }>(child)).port };
};

const startHive = async ({ supergraphSdl, urls, key }: Given): Promise<Candidate | null> => {
  if (!existsSync(HIVE)) {
    console.log('Hive Gateway is not installed, so it is left out: `npm install` in gateway/bench/peers installs it for the bench alone.');
    return null;
  }
  const file = path.join(folder, 'supergraph.graphql');
  await writeFile(file, extractRules(supergraphSdl).sdl);
  const port = await freePort();
  const [command = process.execPath, ...before] = [...pinned(0), process.execPath];
  const child = spawn(command, [...before, HIVE, 'supergraph', file, '--port', String(port), '--host', '127.0.0.1', '--fork', '1', '--hive-router-runtime', '--config-path', HIVE_CONFIG], { env: { ...environment, BENCH_AUTH_URL: urls.auth, BENCH_KEY: key }, cwd: folder, stdio: 'ignore' });
  children.push(child);
  return { name: 'hive', port, process: child };
};

const ticksOf = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const below = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return Number(fields[11]) + Number(fields[12]) + below.reduce((sum, child) => sum + ticksOf(Number(child)), 0);
};

const requestOf = (name: keyof typeof QUERIES, port: number, token: string): string => {
  const body = JSON.stringify({ query: QUERIES[name], operationName: name === 'nested' ? 'Nested' : 'One' });
  return `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** Waits until it answers, and answers as the others do. */
const checked = async ({ name, port }: Candidate, token: string): Promise<string> => {
  for (let tries = 0; ; tries += 1) {
    try {
      const answers = await Promise.all(Object.values(QUERIES).map(async (query) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
        const operationName = query.split(' ')[1];
        const answer = await (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, operationName }) })).json() as { data?: unknown; errors?: unknown };
        if (!answer.data || answer.errors) throw new Error(`${name} answers ${JSON.stringify(answer).slice(0, 300)}`);
        return answer.data;
      }));
      return JSON.stringify(answers);
    } catch (error) {
      if (tries === 300) throw new Error(`${name} does not answer.`, { cause: error });
      await new Promise((resolve) => { setTimeout(resolve, 200); });
    }
  }
};

const measure = async (loader: ChildProcess, { port, process: child }: Candidate, query: keyof typeof QUERIES, token: string, seconds: number): Promise<Measured> => {
  const before = ticksOf(child.pid!);
  loader.send({ port, request: requestOf(query, port, token), connections: options.connections, ms: seconds * 1000 });
  const { requests, seconds: took, p99, failed } = await told<{ requests: number; seconds: number; p99: number; failed: number }>(loader);
  return { perSecond: requests / took, cpuMs: ((ticksOf(child.pid!) - before) * MS_A_TICK) / requests, p99, failed };
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

const report = (results: Results, query: keyof typeof QUERIES): void => {
  const ours = results.get('ours')!.get(query)!;
  console.log(`\n${query}: ${QUERIES[query]}\n${'candidate'.padEnd(12)} ${'per second'.padStart(11)} ${'CPU ms'.padStart(8)} ${'p99 ms'.padStart(8)} ${'failed'.padStart(7)}   ours is (by requests a second; by CPU a request)`);
  for (const [name, byQuery] of results) {
    const rounds = byQuery.get(query)!;
    const of = (key: keyof Measured, digits: number) => median(rounds.map((round) => round[key])).toFixed(digits);
    const speed = median(rounds.map(({ perSecond }, index) => ours[index].perSecond / perSecond));
    const cpu = median(rounds.map(({ cpuMs }, index) => cpuMs / ours[index].cpuMs));
    console.log(`${name.padEnd(12)} ${of('perSecond', 0).padStart(11)} ${of('cpuMs', 3).padStart(8)} ${of('p99', 1).padStart(8)} ${String(rounds.reduce((sum, { failed }) => sum + failed, 0)).padStart(7)}   ${speed.toFixed(2)} x; ${cpu.toFixed(2)} x`);
  }
};

try {
  const { urls, token } = await told<{ urls: Record<string, string>; token: string }>(start(1, 'subgraphs.ts'));
  const given: Given = { urls, key: randomBytes(24).toString('hex'), supergraphSdl: supergraphOf((name) => urls[name]) };
  const candidates: Candidate[] = [];
  for (const name of OURS.filter((one) => only.includes(one))) candidates.push(await startOurs(name, given));
  const hive = only.includes('hive') ? await startHive(given) : null;
  if (hive) candidates.push(hive);
  const answers = new Set(await Promise.all(candidates.map((candidate) => checked(candidate, token))));
  if (answers.size > 1) throw new Error('The candidates answer differently.');
  const loader = start(1, 'load.ts');
  const results: Results = new Map(candidates.map(({ name }) => [name, new Map()]));
  for (const candidate of candidates) for (const query of ASKED) await measure(loader, candidate, query, token, WARM_UP_SECONDS);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const query of ASKED) {
      for (const candidate of round % 2 ? [...candidates].reverse() : candidates) {
        const byQuery = results.get(candidate.name)!;
        byQuery.set(query, [...byQuery.get(query) ?? [], await measure(loader, candidate, query, token, options.seconds)]);
      }
    }
  }
  for (const query of ASKED) report(results, query);
} finally {
  for (const child of children) if (child.connected) child.disconnect(); else child.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}
