import { hash } from 'node:crypto';
import { parse } from 'graphql';
import { z } from '@microplate/platform/config';

/** Texts, and the ids that clients name them with. */
export interface TrustedDocuments { byId: ReadonlyMap<string, string>; texts: ReadonlySet<string> }

const manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest', 'should be "apollo-persisted-query-manifest"'),
  version: z.literal(1, 'should be 1'),
  operations: z.array(z.object({ id: z.string().min(1), name: z.string(), type: z.enum(['query', 'mutation', 'subscription']), body: z.string().min(1) })),
});

/**
 * Reads a manifest as `@apollo/generate-persisted-query-manifest` writes it.
 * @throws Error that names what is wrong with it.
 */
export const readManifest = (text: string): TrustedDocuments => {
  const read = manifest.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(read.error.issues.map(({ path, message }) => `${path.join('.') || 'the manifest'}: ${message}`).slice(0, 5).join('; '));
  const byId = new Map<string, string>();
  for (const { id, name, body } of read.data.operations) {
    if (byId.has(id)) throw new Error(`two operations have the id ${id.slice(0, 80)}`);
    parseBody(name, body);
    byId.set(id, body);
  }
  return { byId, texts: new Set(byId.values()) };
};

const parseBody = (name: string, body: string): void => {
  try {
    parse(body, { noLocation: true });
  } catch (error) {
    throw new Error(`operation "${name}" can't be parsed: ${(error as Error).message}`);
  }
};

/** Hex, as Apollo's clients make it. */
export const documentHash = (text: string): string => hash('sha256', text);
