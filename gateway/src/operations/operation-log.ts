import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import type { GatewayMetrics } from '../metrics.ts';

export interface Operation { requestId: string; transport: 'http' | 'websocket'; name?: string | null; kind?: string; identity?: Identity }

/** Ends an operation's record with its first error's code, if it had one. */
export type EndOperation = (codes: readonly unknown[], more?: Record<string, unknown>) => void;

/**
 * One log line and one measurement an operation. No variables, no documents, no tokens: names are cut short. So the logger
 * need not look for secrets: give it one that is `withoutRedaction`.
 */
export const beginOperation = (operation: Operation, { logger, metrics }: { logger: Logger; metrics: GatewayMetrics }): EndOperation => {
  const start = performance.now();
  return (codes, more = {}) => {
    const ms = performance.now() - start;
    const outcome = codes.length ? String(codes[0] ?? 'INTERNAL_SERVER_ERROR') : 'ok';
    if (operation.kind !== 'subscription') metrics.observeOperation({ name: operation.name, signedIn: operation.identity?.userId != null, outcome, seconds: ms / 1000 });
    logger.info({
      requestId: operation.requestId, operation: operation.name?.slice(0, 80) ?? null, kind: operation.kind, transport: operation.transport,
      userId: operation.identity?.userId ?? null, outcome, ms: Math.round(ms * 10) / 10, ...more,
    }, 'operation');
  };
};
