import type { Identity } from '@microplate/platform/identity';
import { createIdentityWork } from './identity.ts';

interface Fetching {
  context: { identity?: Identity };
  executionRequest?: { subgraphName?: string };
  options: { body?: unknown; headers?: Record<string, string> };
  setOptions(options: object): void;
}

interface Building { context: { request: Request }; extendContext(more: object): void }

const work = await createIdentityWork(process.env.BENCH_AUTH_URL!, process.env.BENCH_KEY!);

/** Hive does the same identity work as the others: who asks, and a signed context for each request to a subgraph. */
export const gatewayConfig = {
  plugins: () => [{
    onContextBuilding: ({ context, extendContext }: Building) => extendContext({ identity: work.identify(context.request.headers.get('authorization') ?? undefined) }),
    onFetch: ({ context, executionRequest, options, setOptions }: Fetching) => {
      if (!context.identity || typeof options.body !== 'string') return;
      setOptions({ ...options, headers: { ...options.headers, ...work.sign(context.identity, executionRequest?.subgraphName ?? '', options.body) } });
    },
  }],
};
