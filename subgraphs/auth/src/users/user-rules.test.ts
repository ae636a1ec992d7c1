import fc from 'fast-check';
import { displayNameOf, keyOf, parseEmail, parseLogin, parseName, parseUsername, usernameFrom } from './user-rules.ts';

test('what is compared is the same in any case and with blanks around it, and stays as it is', () => {
  fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9_]{3,30}$/), (name) => {
    expect(keyOf(` ${name.toUpperCase()} `)).toBe(keyOf(name.toLowerCase()));
    expect(keyOf(keyOf(name))).toBe(keyOf(name));
    expect(parseLogin(name)).toEqual({ column: 'username_key', key: keyOf(name) });
  }));
});

test('every e-mail address that is accepted can log in, in any case', () => {
  fc.assert(fc.property(fc.emailAddress(), (address) => {
    let email: string;
    try { email = parseEmail(address); } catch { return; }
    expect(parseLogin(email.toUpperCase())).toEqual({ column: 'email_key', key: keyOf(email) });
  }));
});

test.each(['', 'a@b', '@', 'a@@b.org', 'a b@c.org', 'a@b.org\u0000', `${'a'.repeat(300)}@b.org`, "x' or 1=1 --"])('%j is no e-mail address and no log-in', (text) => {
  expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  expect(parseLogin(text)).toBeNull();
});

test.each(['ab', 'a'.repeat(31), 'a-b-c', 'a b', 'é_é_é', 'abc\n'])('%j is no username', (text) => {
  expect(() => parseUsername(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
});

test('names are kept in any script, blank ones are none, control characters are refused', () => {
  expect(parseName('firstName', '  สมชาย ')).toBe('สมชาย');
  for (const blank of ['', '  ', null, undefined]) expect(parseName('firstName', blank)).toBeNull();
  expect(() => parseName('lastName', 'a\nb')).toThrow('"lastName"');
  expect(displayNameOf({ firstName: 'Jane', lastName: 'Smith' })).toBe('Jane Smith');
  expect(displayNameOf({ firstName: null, lastName: 'Smith' })).toBe('Smith');
  expect(displayNameOf({ firstName: null, lastName: null })).toBeNull();
});

test('any accepted e-mail address makes a username that is accepted, as do the next tries', () => {
  fc.assert(fc.property(fc.emailAddress(), fc.integer({ min: 1, max: 9 }), (address, attempt) => {
    const username = usernameFrom(address, attempt);
    expect(parseUsername(username)).toBe(username);
  }));
});
