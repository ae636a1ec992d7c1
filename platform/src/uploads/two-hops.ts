// 50 MB written, read, written again and read again, as on their way through a gateway to a subgraph; what they took is told.
import { createHash, randomBytes } from 'node:crypto';
import { multipartBody, readUpload, type UploadSource } from './index.ts';
import { OPERATIONS, requestOf } from './upload-kit.ts';

/** Bytes that came, the digests of what came and of what was sent, and the most that was held, in bytes. */
export interface TwoHops { size: number; arrived: string; sent: string; peak: number }

const chunk = randomBytes(64 * 1024);
const sent = createHash('sha256');
const source: UploadSource = { filename: 'big.tif', mimetype: 'image/tiff', createReadStream: async function* () { for (let i = 0; i < 800; i += 1) { sent.update(chunk); yield chunk; } } };
const inUse = (): number => { globalThis.gc!({ type: 'major', execution: 'sync', flavor: 'last-resort' }); const { heapUsed, external } = process.memoryUsage(); return heapUsed + external; };

const start = inUse();
const limits = { maxFileSize: 60_000_000, maxFiles: 1 };
const first = await readUpload(requestOf(multipartBody(OPERATIONS, new Map([['variables.file', source]]))), limits);
const second = await readUpload(requestOf(multipartBody(first.body)), limits);
const arrived = createHash('sha256');
let [size, peak] = [0, 0];
for await (const piece of (await second.files[0].upload.open()).createReadStream()) {
  arrived.update(piece);
  if (Math.floor(size / 5e6) !== Math.floor((size + piece.byteLength) / 5e6)) peak = Math.max(peak, inUse() - start);
  size += piece.byteLength;
}
await Promise.all([first.done(), second.done()]);
process.send!({ size, arrived: arrived.digest('hex'), sent: sent.digest('hex'), peak } satisfies TwoHops);
process.disconnect();
