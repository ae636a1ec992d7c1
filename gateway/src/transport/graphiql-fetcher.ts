interface Parameters { query: string; operationName?: string | null; variables?: Record<string, unknown> }
interface Observer { next(value: unknown): void; error(error: unknown): void; complete(): void }

/**
 * How GraphiQL reaches the gateway: POST, and for subscriptions a WebSocket with the header editor's headers in its first
 * message. It is sent to the browser as text, so it uses nothing from outside itself.
 */
export const createFetcher = (path: string) => (parameters: Parameters, { headers = {} }: { headers?: Record<string, string> } = {}) => {
  const isSubscription = (): boolean => {
    let outline = parameters.query.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#.*/g, '');
    for (let before = ''; before !== outline;) { before = outline; outline = outline.replace(/\{[^{}]*\}|\([^()]*\)/g, ' '); }
    const name = parameters.operationName;
    return name ? new RegExp(`\\bsubscription\\s+${name}\\b`).test(outline) : /\bsubscription\b/.test(outline);
  };
  const address = new URL(path, globalThis.location.href);
  if (!isSubscription()) {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(parameters) };
    return fetch(address, init).then((response) => response.json());
  }
  return { subscribe: (observer: Observer) => {
    address.protocol = address.protocol.replace('http', 'ws');
    const socket = new WebSocket(address, 'graphql-transport-ws');
    const send = (message: unknown) => socket.send(JSON.stringify(message));
    let ended = false;
    const end = (tell?: () => void) => { if (ended) return; ended = true; tell?.(); socket.close(1000); };
    socket.onopen = () => send({ type: 'connection_init', payload: { headers } });
    socket.onclose = ({ code, reason }) => end(() => observer.error(new Error(`The connection was closed: ${code} ${reason}`)));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data as string) as { type: string; payload?: unknown };
      if (message.type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: parameters });
      else if (message.type === 'ping') send({ type: 'pong' });
      else if (message.type === 'next') observer.next(message.payload);
      else if (message.type === 'error') end(() => observer.error({ errors: message.payload }));
      else if (message.type === 'complete') end(() => observer.complete());
    };
    return { unsubscribe: () => end() };
  } };
};
