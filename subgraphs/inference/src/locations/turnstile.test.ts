import { createTurnstile } from './turnstile.ts';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => { setImmediate(resolve); });

/** Works that end when told; `began` lists them in the order they began. */
const createWorks = () => {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => new Promise<string>((resolve) => { began.push(name); ends.set(name, () => resolve(name)); });
  return { began, work, end: async (name: string) => { ends.get(name)!(); await turn(); } };
};

test('one at a time, first come first served', async () => {
  const { began, work, end } = createWorks();
  const turnstile = createTurnstile({ atOnce: 1, perPerson: 9, inAll: 9 });
  const all = ['a', 'b', 'c'].map((name) => turnstile.pass('p', never, work(name)));
  await turn();
  expect(began).toEqual(['a']);
  await end('a');
  expect(began).toEqual(['a', 'b']);
  await end('b');
  await end('c');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
});

test('a person has so many, all have so many, and each end makes room', async () => {
  const { work, end } = createWorks();
  const turnstile = createTurnstile({ atOnce: 2, perPerson: 2, inAll: 3 });
  const pass = (person: string, name: string) => turnstile.pass(person, never, work(name));
  const first = [pass('p', 'a'), pass('p', 'b')];
  await expect(pass('p', 'c')).rejects.toMatchObject({ code: 'RATE_LIMITED', message: expect.stringContaining('You have 2') });
  const third = pass('q', 'd');
  await expect(pass('q', 'e')).rejects.toMatchObject({ code: 'RATE_LIMITED', extensions: { retryAfterSeconds: 1 } });
  await turn();
  await end('a');
  const fourth = pass('p', 'f');
  await end('b');
  await end('d');
  await end('f');
  expect(await Promise.all([...first, third, fourth])).toEqual(['a', 'b', 'd', 'f']);
});

test('who gives up while waiting makes room, and a work that fails too', async () => {
  const { began, work, end } = createWorks();
  const turnstile = createTurnstile({ atOnce: 1, perPerson: 2, inAll: 2 });
  const stop = new AbortController();
  const first = turnstile.pass('p', never, async () => { await work('a')(); throw new Error('broken'); });
  const given = turnstile.pass('p', stop.signal, work('b'));
  const refused = [expect(first).rejects.toThrow('broken'), expect(given).rejects.toThrow('gone')];
  await turn();
  stop.abort(new Error('gone'));
  await turn();
  const next = turnstile.pass('p', never, work('c'));
  await end('a');
  await end('c');
  expect(await next).toBe('c');
  await Promise.all(refused);
  expect(began).toEqual(['a', 'c']);
  await expect(turnstile.pass('p', AbortSignal.abort(new Error('late')), work('d'))).rejects.toThrow('late');
});
