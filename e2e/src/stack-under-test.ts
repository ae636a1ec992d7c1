import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGraphClient, type GraphClient } from '@microplate/cli/client/graph-client';
import { DEVELOPMENT_SIGN_INS, accessTokenFor } from '@microplate/cli/client/sign-in';
import { freePort } from '@microplate/platform/http';
import { DEFAULT_PORTS, SERVICE_FLAGS, type ServiceName } from '@microplate/platform/service';
import { createTestDatabase } from '@microplate/platform/testing';

export type Mode = 'single' | 'split';
export type Role = (typeof DEVELOPMENT_SIGN_INS)[number]['role'];

export interface StackUnderTest {
  mode: Mode;
  /** The gateway's address. */
  url: string;
  addressOf(service: ServiceName): string;
  /** Access token of the development sign-in with this role. */
  token(role: Role): Promise<string>;
  /** A client signed in as this role; closed with the stack. */
  as(role: Role): Promise<GraphClient>;
  /** A counter or gauge of one service's `/metrics`, summed over the series whose labels match. */
  metric(service: ServiceName, name: string, labels?: Record<string, string>): Promise<number>;
  /** Runs the `microplate` command against this stack. */
  command(args: string[], input?: string): Promise<{ code: number; out: string; err: string }>;
  folder: string;
  pid: number;
  /** From the launch to the welcome. */
  readyMs: number;
  log(): string;
  stop(): Promise<void>;
  /** kill -9 of the launcher. */
  kill(): Promise<void>;
}

const MAIN = fileURLToPath(import.meta.resolve('@microplate/cli/main'));
const READY_MS = 60_000;

export interface StackOptions {
  settings?: Record<string, string>;
  /** Databases in the run's shared Postgres (default), or an embedded one in the stack's folder. */
  embedded?: boolean;
  /** A folder that an earlier stack left; it is not removed then. */
  folder?: string;
  demo?: boolean;
}

/** Boots the whole product as `npm start` does, on free ports, in databases and a folder of its own. */
export const startStackUnderTest = async (mode: Mode, options: StackOptions = {}): Promise<StackUnderTest> => {
  const folder = options.folder ?? await mkdtemp(path.join(os.tmpdir(), 'microplate-e2e-'));
  await chmod(folder, 0o755);
  const services = Object.keys(DEFAULT_PORTS) as ServiceName[];
  const ports = Object.fromEntries(await Promise.all(services.map(async (service) => [service, await freePort()]))) as Record<ServiceName, number>;
  const metricsPort = await freePort();
  const databases = options.embedded ? [] : await Promise.all(services.filter((service) => service !== 'gateway').map(async (service) =>
    [`DATABASE_URL_${service.toUpperCase()}`, (await createTestDatabase()).url]));
  const environment = {
    PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, HOME: folder, STACK: mode, GATEWAY_METRICS_PORT: String(metricsPort), DATA_FOLDER: folder, LOG_FORMAT: 'json', ...Object.fromEntries(databases),
    ...Object.fromEntries(services.map((service) => [`${service.toUpperCase()}_PORT`, String(ports[service])])), ...options.settings,
  };
  const child = spawn(process.execPath, [...SERVICE_FLAGS, MAIN, 'start', ...(options.demo ? [] : ['--no-demo'])], { env: environment, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const began = performance.now();
  await ready(child, output);
  const readyMs = performance.now() - began;

  const url = `http://127.0.0.1:${ports.gateway}`;
  const tokens = new Map<Role, Promise<string>>();
  const clients: GraphClient[] = [];
  const token = (role: Role) => {
    const found = tokens.get(role) ?? accessTokenFor({ url, ...DEVELOPMENT_SIGN_INS.find((one) => one.role === role)! });
    tokens.set(role, found);
    return found;
  };
  const addressOf = (service: ServiceName) => `http://127.0.0.1:${ports[service]}`;
  return {
    mode, url, addressOf, token, folder, readyMs, pid: child.pid!, log: () => output.text,
    as: async (role) => {
      const client = createGraphClient(url, await token(role));
      clients.push(client);
      return client;
    },
    metric: async (service, name, labels = {}) => sumOf(await (await fetch(service === 'gateway' ? `http://127.0.0.1:${metricsPort}/metrics` : `${addressOf(service)}/metrics`)).text(), name, labels),
    command: (args, input = '') => runCommand(args, { ...environment, MICROPLATE_URL: url }, folder, input),
    stop: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await ended(child);
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
    kill: async () => {
      await Promise.all(clients.map((client) => client.close()));
      await new Promise((resolve) => { child.once('exit', resolve); child.kill('SIGKILL'); });
    },
  };
};

const collect = (child: ChildProcess): { text: string } => {
  const output = { text: '' };
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => { output.text = (output.text + chunk).slice(-400_000); });
  return output;
};

const ready = (child: ChildProcess, output: { text: string }): Promise<void> => new Promise((resolve, reject) => {
  const fail = (why: string) => { child.kill('SIGKILL'); reject(new Error(`${why}\n${output.text}`)); };
  const timer = setTimeout(() => fail('The stack was not ready in time.'), READY_MS);
  child.stdout!.on('data', () => { if (output.text.includes('GraphiQL')) { clearTimeout(timer); resolve(); } });
  child.once('exit', (code) => { clearTimeout(timer); fail(`The stack stopped while starting (${code}).`); });
});

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => {
  if (child.exitCode !== null || child.signalCode) return resolve();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
});

const runCommand = (args: string[], env: Record<string, string | undefined>, cwd: string, input: string) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { env: env as NodeJS.ProcessEnv, cwd });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.stderr.on('data', (chunk) => { err += chunk; });
    child.once('close', (code) => resolve({ code: code ?? 1, out, err }));
    child.stdin.end(input);
  });

const sumOf = (text: string, name: string, labels: Record<string, string>): number => text.split('\n')
  .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  .filter((line) => Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`)))
  .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
