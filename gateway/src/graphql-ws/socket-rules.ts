import type { CodedError } from '@microplate/platform/errors';

const MOST_REASON_BYTES = 123;

/** `{ authorization }` or `{ headers: { authorization } }` of a `connection_init` or a `ping`, in any case. */
export const authorizationOf = (parameters: unknown): string | undefined => {
  const find = (holder: unknown): string | undefined => {
    if (typeof holder !== 'object' || holder === null) return undefined;
    const value = Object.entries(holder).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    return typeof value === 'string' ? value : undefined;
  };
  return find(parameters) ?? find((parameters as { headers?: unknown } | null | undefined)?.headers);
};

/** A close frame's reason: at most 123 bytes. */
export const closeReason = ({ code, message }: CodedError): string =>
  Buffer.from(`${code}: ${message}`).subarray(0, MOST_REASON_BYTES).toString('utf8').replace(/\uFFFD+$/, '');
