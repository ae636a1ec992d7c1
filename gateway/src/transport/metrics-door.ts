import type { Registry } from '@microplate/platform/telemetry';

/** `/metrics` for Prometheus, at an address of its own: what people ask, and how much, is nobody's business at the public door. */
export const createMetricsDoor = (registry: Registry) => async (request: Request): Promise<Response> => {
  if (new URL(request.url).pathname !== '/metrics') return new Response('The numbers are at /metrics.', { status: 404 });
  return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
};
