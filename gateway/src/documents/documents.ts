import { LRUCache } from 'lru-cache';
import { CodedError } from '@microplate/platform/errors';
import type { Logger } from '@microplate/platform/logging';
import { badRequest } from '../operations/refusal.ts';
import { documentHash } from './manifest-rules.ts';
import { openTrustedFile } from './trusted-file.ts';

/** What of a request says which document is meant; its shape is not yet believed. */
interface Asking { query?: unknown; extensions?: unknown }

/** Documents that clients name by a hash instead of sending them: automatic persisted queries, and trusted ones from a manifest. */
export interface Documents {
  /**
   * The text that a request means; `undefined` where it has none.
   * @throws CodedError PERSISTED_QUERY_NOT_FOUND (send the text too), PERSISTED_QUERY_NOT_SUPPORTED, QUERY_NOT_IN_SAFELIST, BAD_REQUEST.
   */
  textOf(request: Asking): unknown;
  /** Remembers a text that was found valid, if its request named it by a hash. */
  remember(request: Asking, text: string): void;
  dispose(): void;
}

export interface DocumentOptions {
  /** Whether clients may register documents by sending text and hash. */
  automatic: boolean;
  /** A manifest's path. */
  trustedFile?: string;
  /** Nothing but the manifest's documents is answered. */
  trustedOnly: boolean;
  logger: Logger;
}

const MOST_REMEMBERED = 1000;
const MOST_LETTERS = 5_000_000;

/** @throws Error where the manifest can't be read. */
export const createDocuments = ({ automatic, trustedFile, trustedOnly, logger }: DocumentOptions): Documents => {
  const file = trustedFile ? openTrustedFile(trustedFile, logger) : null;
  const remembered = new LRUCache<string, string>({ max: MOST_REMEMBERED, maxSize: MOST_LETTERS, sizeCalculation: (text) => text.length });
  const find = (id: string): string | undefined => file?.documents().byId.get(id) ?? (trustedOnly ? undefined : remembered.get(id));
  const textOf = (request: Asking): unknown => {
    const id = idOf(request.extensions);
    const text = request.query || undefined;
    if (id === null) return text;
    if (!automatic && !file) throw new CodedError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    const known = find(id);
    if (text === undefined) return known ?? unknown(trustedOnly);
    if (text !== known && (typeof text !== 'string' || documentHash(text) !== id)) throw badRequest('"sha256Hash" is not the SHA-256 of "query", in hexadecimal. Send the two that belong together.');
    return text;
  };
  return {
    textOf: (request) => {
      const text = textOf(request);
      if (trustedOnly && typeof text === 'string' && !file!.documents().texts.has(text)) throw notTrusted();
      return text;
    },
    remember: (request, text) => {
      if (!automatic || trustedOnly || request.extensions == null) return;
      const id = idOf(request.extensions);
      if (id !== null && request.query && !file?.documents().byId.has(id)) remembered.set(id, text);
    },
    dispose: () => file?.dispose(),
  };
};

/** The hash of `extensions.persistedQuery` (version 1), or null without one. */
const idOf = (extensions: unknown): string | null => {
  if (extensions == null) return null;
  if (typeof extensions !== 'object' || Array.isArray(extensions)) throw badRequest('"extensions" should be an object.');
  const { persistedQuery } = extensions as { persistedQuery?: { version?: unknown; sha256Hash?: unknown } | null };
  if (persistedQuery == null) return null;
  if (persistedQuery.version !== 1) throw badRequest('"persistedQuery" should be of version 1.');
  if (typeof persistedQuery.sha256Hash !== 'string' || !persistedQuery.sha256Hash) throw badRequest('"persistedQuery.sha256Hash" should be text.');
  return persistedQuery.sha256Hash;
};

const unknown = (trustedOnly: boolean): never => {
  throw trustedOnly ? notTrusted() : new CodedError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
};

const notTrusted = (): CodedError => new CodedError('QUERY_NOT_IN_SAFELIST',
  'Only the operations of the trusted documents are answered here. Add yours to the persisted-query manifest, have the gateway read it (TRUSTED_DOCUMENTS), and send its text or its id.');
