import type { Logger } from '@microplate/platform/logging';
import type { Gauge } from '@microplate/platform/telemetry';
import type { EndOperation } from '../operations/operation-log.ts';
import { codeOf, errorsOf } from '../operations/refusal.ts';
import type { Sink } from './live-event.ts';
import type { GraphQLFormattedError } from 'graphql';

/** What a transport does with events, once failures are masked. */
export interface Transport {
  next: Sink['next'];
  /** Without errors: completed. */
  end(errors: GraphQLFormattedError[] | null): void;
}

/** Tells a subscription's events and its being open, ends its record, and masks what nobody foresaw. Its logger is made when something failed: thousands stay open. */
export const meteredSink = ({ next, end }: Transport, { done, loggerOf, subscribers }: { done: EndOperation; loggerOf: () => Logger; subscribers: Gauge }): Sink & { left(events: number): void } => {
  let open = true;
  const close = (codes: string[], events: number) => {
    if (!open) return;
    open = false;
    subscribers.dec();
    done(codes, { events });
  };
  subscribers.inc();
  return {
    next,
    end: (error, events) => {
      const errors = error && errorsOf(error, loggerOf());
      close((errors ?? []).map(codeOf), events);
      end(errors);
    },
    left: (events) => close([], events),
  };
};
