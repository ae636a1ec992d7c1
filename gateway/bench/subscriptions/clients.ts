// Many graphql-ws clients in a process of their own. They look at no more of an event than whether it is one.
import WebSocket from 'ws';

const { url, count, token, query } = JSON.parse(process.argv[2]) as { url: string; count: number; token: string; query: string };
const AT_ONCE = 100;
let heard = 0;

const listen = (id: number): Promise<void> => new Promise((resolve, reject) => {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
  socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
  socket.on('error', reject);
  socket.on('message', (data: Buffer) => {
    if (data.includes('"type":"next"')) return void hear(data);
    if (data.includes('connection_ack')) { socket.send(JSON.stringify({ id: `operation-${id}`, type: 'subscribe', payload: { query } })); return resolve(); }
    if (data.includes('"type":"ping"')) return socket.send('{"type":"pong"}');
    console.error(String(data));
    process.exit(1);
  });
});

const hear = (data: Buffer) => {
  heard += 1;
  if (heard % count !== 0) return;
  const now = process.hrtime.bigint();
  const { payload } = JSON.parse(String(data));
  if (payload.data.plateEvents.plate.owner.name !== 'name u1') throw new Error(`a wrong event: ${String(data)}`);
  process.send!({ lastMs: Number(now - BigInt(payload.data.plateEvents.kind)) / 1e6 });
};

for (let id = 0; id < count; id += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - id) }, (_item, index) => listen(id + index)));
process.on('disconnect', () => process.exit(0));
process.send!({ listening: count });
