import fc from 'fast-check';
import { brokenRules, isTooLong } from './password-rules.ts';

const broken = (password: string) => brokenRules(password).map(({ rule }) => rule);

test.each(['Plate-96-wells!', 'ไทยAb1!xy', 'Aa1!Aa1!', `Aa1!${'x'.repeat(68)}`, 'Correct horse 7 battery!', 'Test123!'])('%s is good', (password) => {
  expect(broken(password)).toEqual([]);
});

test.each([
  ['', ['LENGTH', 'UPPER', 'LOWER', 'DIGIT', 'SPECIAL']],
  ['Aa1!aaa', ['LENGTH']], ['aa1!aaaab', ['UPPER']], ['AA1!AAAAB', ['LOWER']], ['Aab!bcdef', ['DIGIT']], ['Aa1bcdefg', ['SPECIAL']],
  ['Aa1 bcdefg', ['SPECIAL']], ['Aa1!bcdef\u0000', ['CONTROL']], [`Aa1!${'x'.repeat(69)}`, ['BYTES']], [`Aa1!${'ก'.repeat(23)}`, ['BYTES']],
])('%j breaks %j', (password, rules) => {
  expect(broken(password)).toEqual(rules);
});

test.each(['Password1!', 'P@ssw0rd', 'Pa$$w0rd1', '123Qwerty!', 'Admin123!', 'Welcome#1', 'Summer2026!', '!!Letm3in99'])('%s is a common one', (password) => {
  expect(broken(password)).toContain('COMMON');
});

test('a common word inside a longer one is no longer common', () => {
  expect(broken('Password-of-the-8th-plate!')).toEqual([]);
});

test('any text gets an answer, the same for the same text typed on another system', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(broken(text.normalize('NFD'))).toEqual(broken(text.normalize('NFC')));
    expect(isTooLong(text)).toBe(Buffer.byteLength(text.normalize('NFC')) > 72);
  }));
});
