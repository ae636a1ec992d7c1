/** bcrypt looks at 72 bytes and silently ignores the rest, so a longer password is refused. */
export const MAX_PASSWORD_BYTES = 72;

/** One form for the same text typed on different systems. */
export const normalisePassword = (password: string): string => password.normalize('NFC');

export const isTooLong = (password: string): boolean => Buffer.byteLength(normalisePassword(password)) > MAX_PASSWORD_BYTES;

/** Words that most guessed passwords are made of, in lower case and without digits or signs around them. */
const COMMON = new Set(('password passwort passord motdepasse contrasena senha parola passcode pass passwordpassword welcome letmein login '
  + 'admin administrator root master superuser changeme change secret iloveyou qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm '
  + 'qaz qazwsx qazqaz qaz2wsx qwe qweasd qweasdzxc abc abcd aa aaa football baseball dragon monkey sunshine princess shadow superman batman '
  + 'trustno hello freedom whatever summer winter spring autumn monday friday january company microplate').split(' '));

const LOOKALIKES: Record<string, string> = { '@': 'a', 0: 'o', 1: 'i', 3: 'e', $: 's', 5: 's', 7: 't' };

/** True for a common word under digits, signs and look-alikes: `P@ssw0rd1!` is `password`. */
const isCommon = (password: string): boolean => {
  const core = password.toLowerCase().replace(/^[^\p{L}@$]+|\P{L}+$/gu, '');
  return COMMON.has(core) || COMMON.has(core.replace(/[@013$57]/g, (sign) => LOOKALIKES[sign]));
};

export interface PasswordRule { rule: string; message: string }

const RULES: (PasswordRule & { broken: (password: string) => boolean })[] = [
  { rule: 'LENGTH', message: 'have at least 8 characters', broken: (password) => [...password].length < 8 },
  { rule: 'BYTES', message: `have at most ${MAX_PASSWORD_BYTES} bytes (letters beyond English take 2 to 4)`, broken: isTooLong },
  { rule: 'UPPER', message: 'have an upper-case letter', broken: (password) => !/\p{Lu}/u.test(password) },
  { rule: 'LOWER', message: 'have a lower-case letter', broken: (password) => !/\p{Ll}/u.test(password) },
  { rule: 'DIGIT', message: 'have a digit', broken: (password) => !/\p{Nd}/u.test(password) },
  { rule: 'SPECIAL', message: 'have a special character such as ! - _ #', broken: (password) => !/[^\p{L}\p{M}\p{N}\s\p{C}]/u.test(password) },
  { rule: 'CONTROL', message: 'have no control characters', broken: (password) => /\p{Cc}/u.test(password) },
  { rule: 'COMMON', message: 'not be a common one', broken: isCommon },
];

/** Every rule of the policy that the password breaks; empty for a good one. */
export const brokenRules = (password: string): PasswordRule[] => {
  const normalised = normalisePassword(password);
  return RULES.filter(({ broken }) => broken(normalised)).map(({ rule, message }) => ({ rule, message }));
};
