import type { CodedError } from '@microplate/platform/errors';

/** An event as everybody who listens to its stream gets it. */
export interface LiveEvent {
  /** The result as JSON: made once, framed by each transport. */
  text: string;
  /** Where to resume after this event; null where the subscription has no cursor. */
  cursor: string | null;
}

/** A subscriber's transport. */
export interface Sink {
  /** Takes one event; false when it wants no more until its listener is told `drained`. */
  next(event: LiveEvent): boolean;
  /** Called once, last: completed, or ended by a failure, which it masks; after so many events. */
  end(error: Error | null, events: number): void;
}

/** What a subscriber may hear now: null, or why it may hear no more. */
export type Standing = () => CodedError | null;
