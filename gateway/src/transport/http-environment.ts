import type { Hono } from 'hono';
import type { Connection } from '@microplate/platform/http';

/** What each request brings into its handlers. */
export type HttpApp = Hono<{ Bindings: Connection; Variables: { requestId: string } }>;
