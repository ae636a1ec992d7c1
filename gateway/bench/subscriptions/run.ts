// `npm run bench:subscriptions`: what a live event costs the gateway, ours and Hive's in turn, each over the same subgraphs.
// `npm run bench:subscriptions -- --subscribers 5000 --only ours,few (or many) --profile-dir /tmp/some` bends it.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { namesOption, readOptions } from '@microplate/platform/bench';
import { countSetting, z } from '@microplate/platform/config';
import { freePort } from '@microplate/platform/http';
import { SERVICE_FLAGS } from '@microplate/platform/service';
import { compose } from '../../src/composition/compose.ts';
import { extractRules } from '../../src/permissions/permission-rules.ts';
import { SDL } from './schema.ts';

const QUERY = 'subscription { plateEvents(plateId: "p1") { cursor kind plate { id label picture place owner { name } } } }';
const { subscribers: MANY, only: ONLY, 'profile-dir': PROFILE_DIR } = readOptions({
  subscribers: countSetting(5000, 5), only: namesOption(['ours', 'few', 'many']).default([]), 'profile-dir': z.string().optional(),
});
const FEW = 200;
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const HIVE = here('../peers/node_modules/@graphql-hive/gateway/dist/bin.js');
const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });
const quantile = (values: number[], q: number) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * q) - 1)];

/** Apart: before memory is looked at, garbage is collected, which is no event's work. */
interface Candidate { name: string; url: string; memory(): Promise<number>; cpuMs(): Promise<number>; stop(): Promise<void> }

const start = (file: string, given: unknown = {}, execArgv: string[] = []): ChildProcess => {
  return fork(here(file), [JSON.stringify(given)], { execArgv: [...execArgv, '--no-warnings'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
};
const told = <T>(child: ChildProcess, ms = 120_000): Promise<T> => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new Error('no word')), ms);
  child.once('message', (message) => { clearTimeout(timer); resolve(message as T); });
  child.once('exit', (code) => { clearTimeout(timer); reject(new Error(`it stopped (${code})`)); });
});

/** Its subgraphs end when it has: a gateway that lives on without auth says so. */
const gone = (child: ChildProcess, end: () => void): Promise<void> => new Promise((resolve) => {
  if (child.exitCode !== null || child.signalCode) return resolve();
  child.once('exit', () => resolve());
  end();
});

const ours = async (urls: Record<string, string>, supergraphSdl: string): Promise<Candidate> => {
  const profile = PROFILE_DIR ? ['--cpu-prof', '--cpu-prof-interval=100', `--cpu-prof-dir=${PROFILE_DIR}`] : [];
  const child = start('gateway.ts', { urls, supergraphSdl }, [...SERVICE_FLAGS, '--expose-gc', ...profile]);
  const { url } = await told<{ url: string }>(child);
  return { name: 'this gateway', url, memory: () => { child.send('memory'); return told<number>(child); }, cpuMs: () => { child.send('cpu'); return told<number>(child); }, stop: () => gone(child, () => child.disconnect()) };
};

/** As its documentation sets it up: subscriptions by SSE to the subgraphs, graphql-ws to clients. */
const hive = async (supergraphSdl: string, folder: string): Promise<Candidate | null> => {
  if (!existsSync(HIVE)) return null;
  const port = await freePort();
  const file = path.join(folder, 'supergraph.graphql');
  const config = path.join(folder, 'gateway.config.mjs');
  writeFileSync(file, supergraphSdl);
  writeFileSync(config, `export const gatewayConfig = { logging: 'warn', transportEntries: { '*.http': { options: { subscriptions: { kind: 'http' } } } } };`);
  const child = spawn(process.execPath, [HIVE, 'supergraph', file, '--port', String(port), '--host', '127.0.0.1', '-c', config, '--fork', '1'], { stdio: 'ignore', cwd: here('../peers') });
  const url = `http://127.0.0.1:${port}/graphql`;
  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/readiness`).then((response) => response.ok, () => false);
    if (up) break;
    if (tries > 120 || child.exitCode !== null) return null;
    await pause(250);
  }
  return { name: 'Hive Gateway', url, memory: async () => memoryOf(child.pid!), cpuMs: async () => cpuMsOf(child.pid!), stop: () => gone(child, () => child.kill('SIGKILL')) };
};

/** What the system says of a process that can't be asked. */
const memoryOf = (pid: number): number => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

const cpuMsOf = (pid: number): number => {
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(ticks[11]) + Number(ticks[12])) * 10;
};

const listen = async ({ url }: Candidate, count: number): Promise<ChildProcess> => {
  const clients = start('clients.ts', { url, count, token, query: QUERY });
  await told(clients);
  await pause(1500);
  return clients;
};

/** Emits an event, and waits `everyMs` and then until the last client has heard it, ten seconds at most. */
const hearing = (clients: ChildProcess, emit: () => void) => {
  const last: number[] = [];
  clients.on('message', (message: { lastMs: number }) => last.push(message.lastMs));
  const one = async (everyMs: number, lookMs: number): Promise<void> => {
    const had = last.length;
    emit();
    await pause(everyMs);
    for (const given = performance.now(); last.length === had && performance.now() - given < 10_000;) await pause(lookMs);
  };
  return { last, one };
};

/** Events after which hardly anything more gets compiled, and how long a slow gateway is given for them. With 50 clients, a fourteenth of the time with 200 still was compiling. */
const WARM_UP = { clients: FEW, events: 3000, ms: 30_000 };

/** What a first client costs once (a plan, connections) is no subscriber's, and a gateway runs for days: it is measured when its code is compiled. */
const warmUp = async (candidate: Candidate, emit: () => void): Promise<void> => {
  const clients = await listen(candidate, WARM_UP.clients);
  const { one } = hearing(clients, emit);
  const began = performance.now();
  for (let i = 0; i < WARM_UP.events && performance.now() - began < WARM_UP.ms; i += 1) await one(5, 2);
  clients.kill('SIGKILL');
  await pause(1500);
};

const measure = async (candidate: Candidate, count: number, events: number, everyMs: number, emit: () => void) => {
  await warmUp(candidate, emit);
  const before = await candidate.memory();
  const clients = await listen(candidate, count);
  const memory = await candidate.memory() - before;
  const { last, one } = hearing(clients, emit);
  for (let i = 0; i < 5; i += 1) await one(everyMs, 50);
  last.length = 0;
  const began = await candidate.cpuMs();
  for (let i = 0; i < events; i += 1) await one(everyMs, 50);
  const cpuMs = await candidate.cpuMs();
  clients.kill('SIGKILL');
  await pause(500);
  return { p50: quantile(last, 0.5), p99: quantile(last, 0.99), heard: last.length, cpuAnEvent: (cpuMs - began) / events, kbASubscriber: memory / count / 1024 };
};

const subgraphs = start('subgraphs.ts');
const { urls, token } = await told<{ urls: Record<string, string>; token: string }>(subgraphs);
const { supergraphSdl } = compose(Object.entries(SDL).map(([name, sdl]) => ({ name, url: `${urls[name]}/graphql`, sdl })));
const folder = mkdtempSync(path.join(tmpdir(), 'bench-subscriptions-'));
const emit = () => subgraphs.send('event');
console.log(`${cpus().length} cores; graphql-ws, one plate, 4 subgraphs an event; clients and subgraphs in processes of their own`);
console.log('candidate       subscribers   last client p50   p99 (ms)   CPU ms an event   KB a subscriber');
const startOurs = () => ours(urls, supergraphSdl);
const startHive = () => hive(extractRules(supergraphSdl).sdl, folder);
/** Hive executes each event for each subscriber: as many as ours has would take it minutes. */
const RUNS = [
  { make: startOurs, count: FEW, events: 300, everyMs: 40 },
  { make: startHive, count: FEW, events: 20, everyMs: 40 },
  { make: startOurs, count: MANY, events: 40, everyMs: 400 },
  { make: startHive, count: Math.floor(MANY / 5), events: 8, everyMs: 400 },
].filter(({ make, count }) => (!ONLY.includes('ours') || make === startOurs) && (!ONLY.includes('few') || count === FEW) && (!ONLY.includes('many') || count !== FEW));
try {
  for (const { make, count, events, everyMs } of RUNS) {
    const candidate = await make();
    if (!candidate) { console.log('Hive Gateway    skipped: it does not start; `npm install` in gateway/bench/peers installs it for the benches alone'); continue; }
    try {
      const { p50, p99, heard, cpuAnEvent, kbASubscriber } = await measure(candidate, count, events, everyMs, emit);
      // Of a few, what the heap does by itself is more than what they need.
      const memory = (count === FEW ? '' : kbASubscriber.toFixed(1)).padStart(17);
      console.log(`${candidate.name.padEnd(15)} ${String(count).padStart(11)} ${p50.toFixed(1).padStart(17)} ${p99.toFixed(1).padStart(10)} ${cpuAnEvent.toFixed(2).padStart(17)} ${memory}${heard < events ? `   ${events - heard} of ${events} events did not reach all` : ''}`);
    } finally {
      await candidate.stop();
    }
  }
} finally {
  subgraphs.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
