/** A body that is written piece by piece, and never holds more than it was told to hold. */
export interface EventStreamBody {
  readable: ReadableStream<Uint8Array>;
  /** False when enough waits for the client; `onDrain` tells when it has left. Nothing is refused. */
  write(bytes: Uint8Array): boolean;
  isFull(): boolean;
  end(bytes: Uint8Array): void;
  /** Breaks off, without an end. */
  cut(): void;
}

const MOST_WAITING_BYTES = 65_536;

export const createEventStreamBody = ({ onDrain, onLeave }: { onDrain: () => void; onLeave: () => void }): EventStreamBody => {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let ended = false;
  const readable = new ReadableStream<Uint8Array>({
    start: (given) => { controller = given; },
    pull: () => { if (!ended) onDrain(); },
    cancel: () => { ended = true; onLeave(); },
  }, new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING_BYTES }));
  const isFull = () => !ended && controller.desiredSize! <= 0;
  return {
    readable, isFull,
    write: (bytes) => {
      if (!ended) controller.enqueue(bytes);
      return !isFull();
    },
    end: (bytes) => {
      if (ended) return;
      ended = true;
      controller.enqueue(bytes);
      controller.close();
    },
    cut: () => {
      if (ended) return;
      ended = true;
      controller.error(new Error('the client does not read'));
    },
  };
};
