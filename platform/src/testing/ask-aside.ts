import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * What a script tells by `process.send`, in a process of its own that can collect garbage by hand (`globalThis.gc`): where memory is measured,
 * what other tests have left in theirs is no part of it, and each collection would cost a second. Rejects when it ends without a word.
 */
export const askAside = <Told>(script: URL): Promise<Told> => new Promise((resolve, reject) => {
  const child = fork(fileURLToPath(script), { execArgv: ['--expose-gc', '--no-warnings'] });
  let told: Told | undefined;
  child.once('message', (message) => { told = message as Told; });
  child.once('exit', (code) => (told === undefined ? reject(new Error(`${script.pathname} told nothing and ended with ${code}.`)) : resolve(told)));
});
