import type { Hono } from 'hono';
import type { Connection } from '@microplate/platform/http';

/** What each request brings into its handlers. */
export interface HttpAppEnvironment { Bindings: Connection; Variables: { requestId: string } }

export type HttpApp = Hono<HttpAppEnvironment>;
