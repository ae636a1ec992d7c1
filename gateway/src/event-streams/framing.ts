import type { GraphQLFormattedError } from 'graphql';
import type { LiveEvent } from '../subscriptions/live-event.ts';
import { isNamed, type MediaRange } from '../transport/accept-rules.ts';

/** How a transport over HTTP writes a subscription. */
export interface Framing {
  accepts(accept: readonly MediaRange[]): boolean;
  contentType: string;
  /** Before the first event: with it the answer's head leaves, too. */
  opening: string;
  heartbeat: string;
  event(event: LiveEvent): string;
  /** The last words, after completion (null) or a failure. */
  ending(errors: readonly GraphQLFormattedError[] | null): string;
}

/** What is safe as an event's id: it comes back as a header. */
const ID = /^[\x21-\x7e]{1,500}$/;

const sseData = (event: string, text: string): string => `event: ${event}\ndata: ${text}\n\n`;

/**
 * graphql-sse, distinct connections mode. An event's id is its cursor, so that what reconnects by itself (an EventSource)
 * sends it as `Last-Event-ID` and goes on after it. JSON has no line breaks of its own.
 */
export const sse: Framing = {
  accepts: (accept) => isNamed(accept, 'text/event-stream'),
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  event: ({ text, cursor }) => `${cursor && ID.test(cursor) ? `id: ${cursor}\n` : ''}${sseData('next', text)}`,
  ending: (errors) => `${errors ? sseData('next', JSON.stringify({ errors })) : ''}event: complete\ndata:\n\n`,
};

const part = (json: string): string => `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--graphql`;

/**
 * multipart/mixed with subscriptionSpec=1.0, as Apollo's router and clients speak it. Each part ends with the next one's
 * boundary: a client knows by it that the part is whole.
 */
export const multipart: Framing = {
  accepts: (accept) => accept.some(({ type, subtype, q, parameters }) => type === 'multipart' && subtype === 'mixed' && q > 0 && parameters.subscriptionspec === '1.0'),
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: '\r\n--graphql',
  heartbeat: part('{}'),
  event: ({ text }) => part(`{"payload":${text}}`),
  ending: (errors) => `${errors ? part(JSON.stringify({ payload: null, errors })) : ''}--\r\n`,
};
