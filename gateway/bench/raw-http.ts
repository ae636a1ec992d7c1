import { Buffer } from 'node:buffer';
import { connect, createServer, type Server, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Splits what a socket brings into heads and bodies; just enough of HTTP to cost next to nothing beside what is measured. */
const onMessage = (socket: Socket, message: (head: string, body: Buffer) => void): void => {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length ? Buffer.concat([pending, chunk]) : chunk;
    for (let end = pending.indexOf(HEAD_END); end >= 0; end = pending.indexOf(HEAD_END)) {
      const head = pending.toString('latin1', 0, end).toLowerCase();
      const start = end + 4;
      const announced = /content-length: *(\d+)/.exec(head);
      const last = announced ? start + Number(announced[1]) : head.includes('transfer-encoding: chunked') ? endOfChunks(pending, start) : start;
      if (last < 0 || pending.length < last) return;
      const body = pending.subarray(start, last);
      message(head, announced ? body : unchunked(body));
      pending = pending.subarray(last);
    }
  });
};

const endOfChunks = (data: Buffer, start: number): number => {
  const at = data.indexOf(LAST_CHUNK, start);
  return at < 0 ? -1 : at + LAST_CHUNK.length;
};

const unchunked = (data: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 0; at < data.length;) {
    const line = data.indexOf('\r\n', at);
    const size = Number.parseInt(data.toString('latin1', at, line), 16);
    parts.push(data.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return Buffer.concat(parts);
};

/** Answers every POST by its body; its head is given in lower case. */
export const serveBodies = (answer: (body: string, path: string, head: string) => Buffer | Promise<Buffer>): Promise<Server> => new Promise((resolve) => {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => {});
    onMessage(socket, (head, body) => {
      const send = (text: Buffer) => socket.write(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n`), text]));
      const text = answer(body.toString(), head.split(' ', 2)[1], head);
      if (text instanceof Promise) void text.then(send); else send(text);
    });
  }).listen(0, '127.0.0.1', () => resolve(server));
});

export interface Load { requests: number; seconds: number; /** Milliseconds, in order. */ latencies: number[]; failed: number }

/** Keeps `connections` busy for so long, each with one request at a time. */
export const load = async (port: number, request: Buffer, connections: number, ms: number): Promise<Load> => {
  const latencies: number[] = [];
  let failed = 0;
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let sent = 0;
    const next = (): void => {
      sent = performance.now();
      if (sent - start > ms) { socket.destroy(); resolve(); } else socket.write(request);
    };
    socket.setNoDelay(true).on('connect', next).on('error', () => { failed += 1; resolve(); });
    onMessage(socket, (head, body) => {
      latencies.push(performance.now() - sent);
      if (!head.startsWith('http/1.1 200') || body.includes('"errors"')) failed += 1;
      next();
    });
  })));
  return { requests: latencies.length, seconds: (performance.now() - start) / 1000, latencies: latencies.sort((a, b) => a - b), failed };
};
