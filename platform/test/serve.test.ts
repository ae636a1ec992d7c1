import { connect } from 'node:net';
import { serve } from '@microplate/platform/http';

const PATIENCE = { headMs: 300, requestMs: 600 };

/** What a client that sends this, and then a byte now and then, is answered; and after how long. */
const trickle = async (port: number, head: string, drip: string): Promise<{ answer: string; ms: number }> => {
  const began = performance.now();
  const socket = connect(port, '127.0.0.1');
  socket.write(head);
  const dripping = setInterval(() => { if (socket.writable) socket.write(drip); }, 50);
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk) => { answer += chunk; });
  // A byte that was on its way when the server closed is answered by a reset; what came before it counts.
  socket.on('error', () => {});
  await new Promise((resolve) => { socket.once('close', resolve); });
  clearInterval(dripping);
  return { answer, ms: performance.now() - began };
};

describe('a served fetch', () => {
  let listening: Awaited<ReturnType<typeof serve>>;
  let bodies: string[];
  beforeEach(async () => {
    bodies = [];
    listening = await serve(async (request) => { const body = await request.text(); bodies.push(body); return new Response(body); }, { port: 0, ...PATIENCE });
  });
  afterEach(() => listening.close());

  test('a client that trickles its headers is answered 408 and let go, while others are served', async () => {
    const slow = trickle(listening.port, 'POST / HTTP/1.1\r\nhost: x\r\nx-a: ', 'a');
    expect(await (await fetch(listening.url, { method: 'POST', body: 'quick' })).text()).toBe('quick');
    const { answer, ms } = await slow;
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(ms).toBeGreaterThan(PATIENCE.headMs - 50);
    expect(ms).toBeLessThan(3000);
    expect(bodies).toEqual(['quick']);
  });

  test('so is one that trickles its body', async () => {
    const { answer, ms } = await trickle(listening.port, 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n', 'a');
    // The reset may have come before what it was told.
    expect(answer).toMatch(/^(HTTP\/1\.1 408 |$)/);
    expect(ms).toBeGreaterThan(PATIENCE.requestMs - 50);
    expect(ms).toBeLessThan(3000);
    expect(bodies).toEqual([]);
  });

  test('headers beyond 16 KB are refused with 431', async () => {
    const response = await fetch(listening.url, { headers: { 'x-long': 'a'.repeat(20_000) } });
    expect(response.status).toBe(431);
  });
});
