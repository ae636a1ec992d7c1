import { CodedError } from '@microplate/platform/errors';
import { withDeadline } from '@microplate/platform/http';
import type { RateLimits } from '../budgets/rate-limits.ts';
import type { AddressOf } from '../identity/client-address.ts';
import { serviceUnavailable } from '../subgraphs/subgraph-errors.ts';
import type { SubgraphLink } from '../subgraphs/subgraph-link.ts';
import type { HttpApp } from './http-environment.ts';

export interface FileRouteOptions { links: Readonly<Record<string, SubgraphLink>>; timeoutMs: number; rateLimits: RateLimits; addressOf: AddressOf }

const PASSED_ON = ['content-type', 'content-length', 'content-disposition', 'cache-control', 'etag', 'last-modified'];

/**
 * `GET /files/<service>/<path>`: streamed from the subgraph that signed the address, which alone checks it. The gateway adds
 * no context, so an address gives nobody more than the file.
 */
export const addFileRoutes = (app: HttpApp, { links, timeoutMs, rateLimits, addressOf }: FileRouteOptions): void => {
  app.get('/files/:service/*', async (context) => {
    rateLimits.countAddress(addressOf(context.env?.address, context.req.header('x-forwarded-for')));
    const service = context.req.param('service');
    const link = Object.hasOwn(links, service) ? links[service] : null;
    if (!link) throw new CodedError('NOT_FOUND', 'There is no such file.');
    const { pathname, search } = new URL(context.req.url);
    const response = await read(link, pathname + search, timeoutMs, context.get('requestId'), context.req.raw.signal);
    const headers = new Headers({ 'x-content-type-options': 'nosniff', 'content-security-policy': 'sandbox; default-src \'none\'' });
    for (const name of PASSED_ON) if (response.headers.has(name)) headers.set(name, response.headers.get(name)!);
    return new Response(response.body, { status: response.status, headers });
  });
};

const read = async (link: SubgraphLink, path: string, timeoutMs: number, requestId: string, signal: AbortSignal): Promise<Response> => {
  try {
    const response = await withDeadline(AbortSignal.timeout(timeoutMs), link.plain(path, { headers: { 'x-request-id': requestId }, signal }));
    if (response.status < 500) return response;
    await response.body?.cancel();
  } catch { /* answered below */ }
  throw serviceUnavailable(link.name);
};
