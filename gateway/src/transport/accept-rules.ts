/** One entry of an `Accept` header, in lower case but for the parameters' values. */
export interface MediaRange { type: string; subtype: string; q: number; parameters: Readonly<Record<string, string>> }

export const GRAPHQL_JSON = 'application/graphql-response+json';
export const JSON_TYPE = 'application/json';

/** How an answer in JSON is written, and whether `Accept` asked for that type by its name. */
export interface JsonAnswer { mediaType: typeof GRAPHQL_JSON | typeof JSON_TYPE; named: boolean }

const EVERYTHING: readonly MediaRange[] = [{ type: '*', subtype: '*', q: 1, parameters: {} }];
const RANGE = /^\s*([\w!#$%&'*+.^`|~-]+)\/([\w!#$%&'*+.^`|~-]+)\s*$/;
const PARAMETER = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s"]*))\s*$/;

/** Reads an `Accept` header (RFC 9110, 12.5.1). None, or an empty one, accepts everything; what is no media range is passed over. */
export const parseAccept = (header: string | null | undefined): readonly MediaRange[] => {
  if (!header?.trim()) return EVERYTHING;
  return splitOutsideQuotes(header, ',').flatMap((entry) => readRange(entry));
};

/** In one pass: a regular expression would start again at every quote that is never closed. */
const splitOutsideQuotes = (text: string, separator: ',' | ';'): string[] => {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (quoted && text[at] === '\\') at += 1;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === separator) { parts.push(text.slice(start, at)); start = at + 1; }
  }
  return [...parts, text.slice(start)];
};

const readRange = (entry: string): MediaRange[] => {
  const [range, ...rest] = splitOutsideQuotes(entry, ';');
  const [, type, subtype] = RANGE.exec(range) ?? [];
  if (!type || (type === '*' && subtype !== '*')) return [];
  const parameters: Record<string, string> = Object.create(null);
  for (const text of rest) {
    const [, name, quoted, plain] = PARAMETER.exec(text) ?? [];
    if (name) parameters[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, '$1') ?? plain;
  }
  return [{ type: type.toLowerCase(), subtype: subtype.toLowerCase(), q: qualityOf(parameters.q), parameters }];
};

/** A weight that can't be read counts as none was given: the client did name the type. */
const qualityOf = (text: string | undefined): number => (text !== undefined && /^(?:0(?:\.\d*)?|1(?:\.0*)?)$/.test(text) ? Number(text) : 1);

interface Weight { q: number; specificity: 0 | 1 | 2 }

/** The weight of `mediaType`: its most specific range decides, the first of equals. */
export const weigh = (accept: readonly MediaRange[], mediaType: string): Weight => {
  const [type, subtype] = mediaType.split('/');
  let best: Weight | null = null;
  for (const range of accept) {
    const specificity = specificityOf(range, type, subtype);
    if (specificity !== null && (!best || specificity > best.specificity)) best = { q: range.q, specificity };
  }
  return best ?? { q: 0, specificity: 0 };
};

const specificityOf = (range: MediaRange, type: string, subtype: string): Weight['specificity'] | null => {
  if (range.type === '*') return 0;
  if (range.type !== type) return null;
  if (range.subtype === '*') return 1;
  return range.subtype === subtype ? 2 : null;
};

/** True where `mediaType` is accepted by its own name: a stream is nothing that `*` would mean. */
export const isNamed = (accept: readonly MediaRange[], mediaType: string): boolean => {
  const { q, specificity } = weigh(accept, mediaType);
  return q > 0 && specificity === 2;
};

/**
 * The JSON that `accept` likes best, or null where it takes none. `*` means application/json (GraphQL over HTTP, "legacy"
 * clients); of two that are named and liked alike it is the newer type.
 */
export const chooseJson = (accept: readonly MediaRange[]): JsonAnswer | null => {
  const graphql = weigh(accept, GRAPHQL_JSON);
  const json = weigh(accept, JSON_TYPE);
  if (graphql.q === 0 && json.q === 0) return null;
  const preferred = graphql.q - json.q || graphql.specificity - json.specificity || graphql.specificity - 1;
  return preferred > 0 ? { mediaType: GRAPHQL_JSON, named: graphql.specificity === 2 } : { mediaType: JSON_TYPE, named: json.specificity === 2 };
};
