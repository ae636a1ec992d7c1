/** Bytes as they come, read as fast as they are taken and no faster. */
export interface ByteSource {
  /** The next ones; null at the end. @throws what broke the connection. */
  read(): Promise<Uint8Array | null>;
  /** Nothing more is wanted: whoever reads is at the end. */
  cancel(): void;
}

export const byteSourceOf = (body: ReadableStream<Uint8Array>): ByteSource => {
  const reader = body.getReader();
  return { read: async () => (await reader.read()).value ?? null, cancel: () => { reader.cancel().catch(() => {}); } };
};
