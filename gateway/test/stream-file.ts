// 50 MB sent through the gateway to a subgraph, each behind a port of its own; what was held meanwhile is told.
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { serve, type Listening } from '@microplate/platform/http';
import { createFederation } from './federation.ts';
import { upload } from './upload-request.ts';

/** What was answered, and the most that was held, in bytes. */
export interface Streamed { answer: { data?: { uploadImage: { byteSize: number } } }; peak: number }

/** Sends by node:http: fetch would keep a copy of what it streams. */
const sendOver = (url: string, request: Request): Promise<Streamed['answer']> => new Promise((resolve, reject) => {
  const outgoing = httpRequest(`${url}/graphql`, { method: 'POST', headers: Object.fromEntries(request.headers) }, (response) => {
    text(response).then((answer) => resolve(JSON.parse(answer)), reject);
  });
  pipeline(request.body as never, outgoing).catch(reject);
});

const listening: Listening[] = [];
const { gateway, dispose } = await createFederation({ network: async (subgraphs) => {
  const urls: Record<string, string> = {};
  for (const [name, subgraph] of Object.entries(subgraphs)) {
    const one = await serve(subgraph.fetch, { port: 0 });
    listening.push(one);
    urls[`${name.toUpperCase()}_URL`] = one.url;
  }
  return urls;
} });
const door = await serve(gateway.fetch, { port: 0 });
// What is held is what counts, not the garbage of 50 MB that has passed.
const held = (): number => {
  // Buffers are let go in the background after a collection; the next one waits for that.
  for (let i = 0; i < 2; i += 1) globalThis.gc!();
  return process.memoryUsage().arrayBuffers;
};
const start = held();
let peak = 0;
let watching: NodeJS.Timeout;
// Collecting takes its time: a fifth of it at most.
const watch = (): void => {
  const began = performance.now();
  peak = Math.max(peak, held() - start);
  watching = setTimeout(watch, 4 * (performance.now() - began));
};
watch();
const answer = await sendOver(door.url, upload(750).request);
clearTimeout(watching!);
process.send!({ answer, peak } satisfies Streamed);
await dispose();
await Promise.all([door, ...listening].map((one) => one.close(50)));
process.disconnect();
