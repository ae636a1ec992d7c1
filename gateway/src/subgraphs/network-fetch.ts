import { Agent, fetch as undiciFetch, type RequestInit } from 'undici';
import type { Fetch } from '@microplate/platform/identity';

export interface NetworkFetch { fetch: Fetch; dispose(): Promise<void> }

/** fetch over connections that stay open. A long poll or a slow file may be silent between two chunks: who asks has a deadline of its own. */
export const createNetworkFetch = (): NetworkFetch => {
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: 0, keepAliveTimeout: 10_000 });
  return {
    fetch: async (request) => {
      const { method, headers, body, signal } = request;
      // fetch keeps a second copy of a body that it may have to send again; with these two it never has to (Fetch standard, HTTP-network-or-cache fetch).
      const once = { window: null, redirect: 'error' };
      const init = { method, headers: [...headers], body, signal, ...once, dispatcher: agent, ...(body ? { duplex: 'half' } : {}) };
      return undiciFetch(request.url, init as unknown as RequestInit) as unknown as Promise<Response>;
    },
    dispose: () => agent.destroy(),
  };
};
