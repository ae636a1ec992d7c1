import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import { freePort } from '../http/free-port.ts';
import { waitFor } from './wait-for.ts';

/** True where Debian's redis-server, or another, is installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis of its own that keeps nothing. */
export const startRedis = async (): Promise<{ url: string; stop(): Promise<void> }> => {
  const port = await freePort();
  const redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  await waitFor('Redis', () => canConnect(port));
  return { url: `redis://127.0.0.1:${port}`, stop: () => new Promise((resolve) => { redis.once('exit', () => resolve()); redis.kill(); }) };
};

const canConnect = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => { socket.end(); resolve(true); });
  socket.once('error', () => resolve(false));
});
