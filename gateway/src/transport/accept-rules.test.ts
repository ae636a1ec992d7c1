import fc from 'fast-check';
import { chooseJson, GRAPHQL_JSON, isNamed, JSON_TYPE, parseAccept, weigh } from './accept-rules.ts';

const choose = (accept: string | null) => {
  const chosen = chooseJson(parseAccept(accept));
  return chosen && `${chosen.mediaType === JSON_TYPE ? 'json' : 'graphql'}${chosen.named ? ' by name' : ''}`;
};

test.each([
  [null, 'json'], ['', 'json'], ['*/*', 'json'], ['application/*', 'json'], ['text/html, */*;q=0.1', 'json'],
  ['application/json', 'json by name'], ['APPLICATION/JSON', 'json by name'], ['application/json; charset=utf-8', 'json by name'],
  ['application/graphql-response+json', 'graphql by name'],
  ['application/graphql-response+json, application/json;q=0.9', 'graphql by name'],
  ['application/json, application/graphql-response+json', 'graphql by name'],
  ['application/json, application/graphql-response+json;q=0.9', 'json by name'],
  ['application/json;q=0, */*', 'graphql'], ['application/graphql-response+json;q=0, */*', 'json'],
  ['application/json;q=0.5, */*', 'graphql'],
  ['image/png', null], ['text/event-stream', null], ['application/json;q=0', null], ['*/*;q=0', null], ['*/json', null], ['application/jsonp', null],
  ['application/json;q=nonsense', 'json by name'], [',,;, application/json,', 'json by name'],
  ['multipart/mixed;boundary="a, application/json;q=0";subscriptionSpec=1.0', null],
  ['text/x;a="application/json, */*"', null],
])('%s takes %s', (accept, expected) => {
  expect(choose(accept)).toBe(expected);
});

test('a stream is taken by its name alone, with its parameters as they were sent', () => {
  const accept = parseAccept('multipart/mixed;boundary="-";subscriptionSpec=1.0, application/json');
  expect([isNamed(accept, 'multipart/mixed'), isNamed(accept, 'text/event-stream'), isNamed(parseAccept('*/*'), 'text/event-stream'), isNamed(parseAccept('text/event-stream;q=0'), 'text/event-stream')]).toEqual([true, false, false, false]);
  expect({ ...accept[0].parameters }).toEqual({ boundary: '-', subscriptionspec: '1.0' });
});

const token = fc.stringMatching(/^[a-z][a-z0-9.+-]{0,8}$/);
const range = fc.record({ type: token, subtype: token, q: fc.option(fc.integer({ min: 0, max: 1000 }).map((n) => n / 1000)), note: fc.option(fc.string({ maxLength: 12 }).map((text) => text.replace(/[\p{Cc}\u{80}-\u{10ffff}]/gu, ''))) });
const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

test('what was written is read: types, weights and quoted parameters, whatever is in the quotes', () => {
  fc.assert(fc.property(fc.array(range, { minLength: 1, maxLength: 5 }), (ranges) => {
    const header = ranges.map(({ type, subtype, q, note }) => `${type}/${subtype}${note === null ? '' : `; note=${quoted(note)}`}${q === null ? '' : `;q=${q.toFixed(3)}`}`).join(' , ');
    expect(parseAccept(header).map(({ type, subtype, q, parameters }) => ({ type, subtype, q, note: parameters.note ?? null })))
      .toEqual(ranges.map(({ type, subtype, q, note }) => ({ type, subtype, q: q ?? 1, note })));
  }));
});

test('any text is read without failing, soon, and gives weights of 0 to 1', () => {
  fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.array(fc.constantFrom('application/json', '*/*', ';q=', '0.5', '"', '\\', ',', ';', 'a=', ' '), { maxLength: 30 }).map((parts) => parts.join(''))), (header) => {
    for (const type of [JSON_TYPE, GRAPHQL_JSON]) {
      const { q } = weigh(parseAccept(header), type);
      expect(q >= 0 && q <= 1).toBe(true);
    }
  }));
  for (const piece of ['"', '\\"', 'a/b;', ',', ' ', 'a/b;c="', '*/*;q=1,']) {
    const start = performance.now();
    parseAccept(piece.repeat(16_384 / piece.length));
    expect(performance.now() - start).toBeLessThan(200);
  }
});

test('what is chosen is liked no less than the other', () => {
  const weight = fc.integer({ min: 0, max: 10 }).map((n) => n / 10);
  fc.assert(fc.property(weight, weight, (json, graphql) => {
    const accept = parseAccept(`application/json;q=${json}, application/graphql-response+json;q=${graphql}`);
    const expected = json === 0 && graphql === 0 ? null : json > graphql ? JSON_TYPE : GRAPHQL_JSON;
    expect(chooseJson(accept)?.mediaType ?? null).toBe(expected);
  }));
});
