// The process that decodes photos and runs the networks. It ends with whoever started it.
import { createLibraryReader } from './library-reader.ts';
import type { PlateReader } from './plate-reader.ts';
import { failureMessage, type FromReader, type ToReader } from './reader-protocol.ts';

interface Call { abort: AbortController; go: () => void }

const calls = new Map<number, Call>();
const say = (message: FromReader) => { process.send!(message); };

const work = (reader: PlateReader, message: Extract<ToReader, { kind: 'read' | 'draw' }>) => {
  if (message.kind === 'draw') return reader.draw(Buffer.from(message.photo), message.reading);
  const { call, photo, request } = message;
  const abort = new AbortController();
  const entry: Call = { abort, go: () => {} };
  calls.set(call, entry);
  return reader.read(Buffer.from(photo), { ...request, signal: abort.signal, onStep: (step, percent) => {
    say({ kind: 'step', call, step, percent });
    return new Promise((resolve) => { entry.go = resolve; });
  } });
};

const reader = createLibraryReader(process.argv[2]);
process.on('disconnect', () => process.exit(0)).on('SIGINT', () => {});
process.on('message', (message: ToReader) => {
  const { call } = message;
  if (message.kind === 'go') return calls.get(call)?.go();
  if (message.kind === 'abort') { calls.get(call)?.abort.abort(); return calls.get(call)?.go(); }
  void work(reader, message)
    .then((result) => say({ kind: 'done', call, result }), (error: unknown) => say(failureMessage(call, error)))
    .finally(() => calls.delete(call));
});
