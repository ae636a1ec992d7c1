import type { Identity } from '@microplate/platform/identity';
import { viewer, type Results } from './results.ts';

type Message = { data?: any; errors?: { message: string; extensions: { code: string } }[] };

/** A subscription as the gateway opens it. When this resolves, the subgraph has answered: it listens. */
export const openEvents = async (results: Results, query: string, variables: object = {}, identity: Identity = viewer()) => {
  const response = await results.gateway.request({ method: 'POST', path: '/graphql', identity, body: JSON.stringify({ query, variables }),
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' } });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const message = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) { const found = text.slice(0, end); text = text.slice(end + 2); return found; }
      const { done, value } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  const next = async (): Promise<Message | null> => {
    for (let found = await message(); found !== null; found = await message()) {
      if (found.startsWith('event: next')) return JSON.parse(found.slice(found.indexOf('data: ') + 6));
      if (found.startsWith('event: complete')) return null;
    }
    return null;
  };
  return {
    next,
    /** The next so many events. */
    take: async (count: number): Promise<any[]> => {
      const found = [];
      while (found.length < count) found.push(Object.values((await next())!.data)[0]);
      return found;
    },
    leave: () => reader.cancel(),
  };
};
