import { CodedError } from '@microplate/platform/errors';

export interface Turnstile {
  /**
   * Does `work` once it is its turn, first come first served.
   * @throws CodedError RATE_LIMITED where this person, or everybody, has too much under way already; whatever `signal` is aborted with.
   */
  pass<T>(person: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export interface TurnstileOptions {
  /** Works at a time. */
  atOnce: number;
  /** Works of one person, waiting ones counted. */
  perPerson: number;
  /** Works of all people, waiting ones counted. */
  inAll: number;
}

/** Bounds what people may ask of the processor while they wait for the answer. */
export const createTurnstile = ({ atOnce, perPerson, inAll }: TurnstileOptions): Turnstile => {
  const present: string[] = [];
  const waiting: (() => void)[] = [];
  let working = 0;

  const turn = async (signal: AbortSignal): Promise<void> => {
    if (working < atOnce) { working += 1; return; }
    await new Promise<void>((resolve, reject) => {
      const leave = () => { waiting.splice(waiting.indexOf(enter), 1); reject(signal.reason); };
      const enter = () => { signal.removeEventListener('abort', leave); resolve(); };
      waiting.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
  const done = () => {
    const next = waiting.shift();
    if (next) next();
    else working -= 1;
  };

  return {
    pass: async (person, signal, work) => {
      if (present.filter((one) => one === person).length >= perPerson) throw tooMany(`You have ${perPerson} such questions under way`);
      if (present.length >= inAll) throw tooMany('Too many such questions are under way');
      present.push(person);
      try {
        signal.throwIfAborted();
        await turn(signal);
        return await work().finally(done);
      } finally {
        present.splice(present.indexOf(person), 1);
      }
    },
  };
};

const tooMany = (what: string): CodedError => new CodedError('RATE_LIMITED', `${what}. Ask again when one is answered.`, { retryAfterSeconds: 1 });
