// A process that asks: told a port, a request and for how long, it tells what came of it.
import { Buffer } from 'node:buffer';
import { load } from './raw-http.ts';

process.on('message', async ({ port, request, connections, ms }: { port: number; request: string; connections: number; ms: number }) => {
  const { latencies, ...result } = await load(port, Buffer.from(request), connections, ms);
  process.send!({ ...result, p99: latencies[Math.floor(latencies.length * 0.99)] ?? 0 });
});
process.on('disconnect', () => process.exit(0));
