import { createHash, randomUUID } from 'node:crypto';
import { DEFAULT_LAB, type Fetch } from '@microplate/platform/identity';
import { serve } from '@microplate/platform/http';
import type { StoredEvent } from '@microplate/platform/events';
import type { FakePhoto } from './fake-reader.ts';

/** images as inference sees it: its event route and its blobs, on a port of its own. */
export const startFakeImages = async () => {
  const events: StoredEvent[] = [];
  const blobs = new Map<string, Buffer>();
  const state = { down: false, asked: 0 };
  const fetch: Fetch = async (request) => {
    const url = new URL(request.url);
    if (state.down) return new Response('down', { status: 503 });
    if (url.pathname === '/internal/events') {
      const after = Number(url.searchParams.get('after'));
      if (Number(url.searchParams.get('wait')) > 0 && after >= events.length) await news(events, after, request.signal);
      return Response.json({ events: events.filter((event) => event.seq > after), head: events.length });
    }
    state.asked += 1;
    const blob = blobs.get(url.pathname.split('/').at(-1)!);
    return blob ? new Response(new Uint8Array(blob)) : new Response(null, { status: 404 });
  };
  const listening = await serve(fetch, { port: 0 });
  const store = (photo: Partial<FakePhoto> = {}, labId = DEFAULT_LAB, bytes = Buffer.from(JSON.stringify({ name: randomUUID(), ...photo }))): string => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    blobs.set(sha256, bytes);
    const imageId = randomUUID();
    const payload = { imageId, sha256, width: 1700, height: 1200, mimeType: 'image/jpeg', byteSize: bytes.length, uploadedBy: null, uploadedAt: new Date().toISOString() };
    events.push({ stream: 'images', seq: events.length + 1, labId, kind: 'image.stored', subjects: [], payload, at: new Date().toISOString() });
    return imageId;
  };
  return { url: listening.url, state, blobs, store, close: () => listening.close(0) };
};

/** Holds a long poll as the real one does. */
const news = async (events: StoredEvent[], after: number, signal: AbortSignal): Promise<void> => {
  for (const until = Date.now() + 20_000; after >= events.length && Date.now() < until && !signal.aborted;) await new Promise((resolve) => setTimeout(resolve, 50));
};
