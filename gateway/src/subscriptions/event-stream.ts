import type { ByteSource } from '../subgraphs/byte-source.ts';

export interface StreamMessage { event: string; data: string }

/** A subgraph pings every 12 s: a stream that is silent for longer has been lost, though nobody said so. */
const SILENT_MS = 30_000;

/**
 * Messages of a `text/event-stream` body, read as fast as they are taken and no faster. Cancels the body when it is
 * left, `signal` aborts or nothing has come for `silentMs`, which ends it without an error.
 */
export async function* readEventStream(body: ByteSource, signal: AbortSignal, silentMs = SILENT_MS): AsyncGenerator<StreamMessage> {
  let isReading = false;
  const silence = setTimeout(() => { if (isReading) body.cancel(); }, silentMs);
  const read = async () => {
    isReading = true;
    silence.refresh();
    const chunk = await body.read();
    isReading = false;
    return chunk;
  };
  signal.addEventListener('abort', body.cancel, { once: true });
  if (signal.aborted) body.cancel();
  const decoder = new TextDecoder();
  let text = '';
  try {
    for (;;) {
      const bytes = await read();
      if (!bytes) return;
      const blocks = (text + decoder.decode(bytes, { stream: true })).split(/\r?\n\r?\n/);
      text = blocks.pop()!;
      for (const block of blocks) {
        const message = parseBlock(block);
        if (message) yield message;
      }
    }
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', body.cancel);
    body.cancel();
  }
}

/** Null for a comment (a server's ping). */
const parseBlock = (block: string): StreamMessage | null => {
  let event = '';
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith('event:')) event = line.slice(6).trim();
    else if (line.startsWith('data:')) data.push(line.slice(line[5] === ' ' ? 6 : 5));
  }
  return event ? { event, data: data.join('\n') } : null;
};
