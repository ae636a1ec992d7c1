// The process that decodes photos and runs the networks. It ends with whoever started it.
import { createLibraryReader } from './library-reader.ts';
import { failureMessage, type Answer, type FromReader, type ToReader, type Work } from './reader-protocol.ts';

interface Call { abort: AbortController; go: () => void }

const calls = new Map<number, Call>();
const say = (message: FromReader) => { process.send!(message); };
const reader = createLibraryReader(process.argv[2]);

const begin = (call: number): Call => {
  const entry: Call = { abort: new AbortController(), go: () => {} };
  calls.set(call, entry);
  return entry;
};

const perform = (call: number, work: Work): Promise<Answer> => {
  const entry = begin(call);
  const { signal } = entry.abort;
  const photo = Buffer.from(work.photo);
  if (work.kind === 'draw') return reader.draw(photo, work.reading, work.texts);
  if (work.kind === 'drawLocation') return reader.drawLocation(photo, work.location, work.expected);
  if (work.kind === 'locate') return reader.locate(photo, { ...work.request, signal });
  return reader.read(photo, { ...work.request, signal, onStep: (step, percent) => {
    say({ kind: 'step', call, step, percent });
    return new Promise((resolve) => { entry.go = resolve; });
  } });
};

process.on('disconnect', () => process.exit(0)).on('SIGINT', () => {});
process.on('message', (message: ToReader) => {
  const { call } = message;
  if (message.kind === 'go') return calls.get(call)?.go();
  if (message.kind === 'abort') { calls.get(call)?.abort.abort(); return calls.get(call)?.go(); }
  void perform(call, message.work)
    .then((result) => say({ kind: 'done', call, result }), (error: unknown) => say(failureMessage(call, error)))
    .finally(() => calls.delete(call));
});
