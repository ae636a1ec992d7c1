import { lineWriter, type Logger } from '@microplate/platform/logging';
import type { Identity } from '@microplate/platform/identity';
import type { GatewayMetrics } from '../metrics.ts';

export interface Operation { requestId: string; transport: 'http' | 'websocket'; name?: string | null; kind?: string; identity?: Identity }

/** Ends an operation's record with its first error's code, if it had one. */
export type EndOperation = (codes: readonly unknown[], more?: Record<string, unknown>) => void;

/** Begins an operation's record. */
export type BeginOperation = (operation: Operation) => EndOperation;

/** One log line and one measurement an operation. No variables, no documents, no tokens: names are cut short. */
export const createOperationLog = ({ logger, metrics }: { logger: Logger; metrics: GatewayMetrics }): BeginOperation => {
  const write = lineWriter(logger, 'operation');
  return (operation) => {
    const start = performance.now();
    return (codes, more) => {
      const ms = performance.now() - start;
      const outcome = codes.length ? String(codes[0] ?? 'INTERNAL_SERVER_ERROR') : 'ok';
      if (operation.kind !== 'subscription') metrics.observeOperation({ name: operation.name, signedIn: operation.identity?.userId != null, outcome, seconds: ms / 1000 });
      write(lineOf(operation, outcome, ms) + moreOf(more));
    };
  };
};

const lineOf = ({ requestId, name, kind, transport, identity }: Operation, outcome: string, ms: number): string =>
  `"requestId":${JSON.stringify(requestId)},"operation":${name ? `"${name.slice(0, 80)}"` : 'null'},${kind ? `"kind":"${kind}",` : ''}"transport":"${transport}","userId":${JSON.stringify(identity?.userId ?? null)},"outcome":${JSON.stringify(outcome)},"ms":${Math.round(ms * 10) / 10}`;

const moreOf = (more: Record<string, unknown> = {}): string => Object.entries(more).map(([name, value]) => `,"${name}":${JSON.stringify(value)}`).join('');
