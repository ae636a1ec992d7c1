import { z } from 'zod';
import { badUserInput } from '@microplate/platform/errors';

const email = z.email().max(254);
const USERNAME = /^[A-Za-z0-9_]{3,30}$/;
const NAME = /^[^\p{C}]{1,100}$/u;

/** What e-mail addresses and usernames are compared by. */
export const keyOf = (text: string): string => text.trim().toLowerCase();

/** @throws CodedError BAD_USER_INPUT naming `email`. */
export const parseEmail = (text: string): string => {
  const trimmed = text.trim();
  if (!email.safeParse(trimmed).success) throw badUserInput('email', 'The e-mail address should look like name@example.org, 254 characters at most.');
  return trimmed;
};

/** @throws CodedError BAD_USER_INPUT naming `username`. */
export const parseUsername = (text: string): string => {
  if (!USERNAME.test(text)) throw badUserInput('username', 'The username should be 3 to 30 letters, digits or underscores (A-Z a-z 0-9 _).');
  return text;
};

/** A first or last name, or null where none was given. @throws CodedError BAD_USER_INPUT naming the field. */
export const parseName = (field: string, text: string | null | undefined): string | null => {
  const name = (text ?? '').normalize('NFC').trim();
  if (!name) return null;
  if (!NAME.test(name)) throw badUserInput(field, `"${field}" should be 1 to 100 characters on one line.`);
  return name;
};

/** Which column a log-in names, and the text to look for; null for what no account can be called. */
export const parseLogin = (login: string): { column: 'email_key' | 'username_key'; key: string } | null => {
  const key = keyOf(login);
  if (key.includes('@')) return email.safeParse(key).success ? { column: 'email_key', key } : null;
  return USERNAME.test(key) ? { column: 'username_key', key } : null;
};

export const displayNameOf = (user: { firstName: string | null; lastName: string | null }): string | null =>
  [user.firstName, user.lastName].filter(Boolean).join(' ') || null;

/** A username for someone who has given an e-mail address alone: its local part, made to fit; `attempt` 2, 3, ... numbers it. */
export const usernameFrom = (address: string, attempt = 1): string => {
  const base = address.split('@')[0].replace(/[^A-Za-z0-9_]/g, '_').slice(0, 24).padEnd(3, '_');
  return attempt === 1 ? base : `${base}_${attempt}`;
};
