import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { CodedError } from '@microplate/platform/errors';
import type { ServedDirectly } from '@microplate/platform/http';
import type { Logger } from '@microplate/platform/logging';
import type { Tracing } from '@microplate/platform/tracing';
import { errorsOf } from '../operations/refusal.ts';
import type { AddressOf } from '../identity/client-address.ts';
import { requestIdOf } from '../identity/identity-rules.ts';
import { createGraphqlDoor, type GraphqlDoor, type GraphqlDoorOptions } from './answer-graphql.ts';
import type { HttpApp } from './http-environment.ts';
import { addFileRoutes, type FileRouteOptions } from './file-routes.ts';
import { addGraphqlRoutes, type GraphqlRouteOptions } from './graphql-routes.ts';
import { refusalHeaders, refusalStatus } from './http-refusal.ts';
import { createNodeDoor } from './node-door.ts';
import { tracedDoor } from './traced-door.ts';
import { addServiceRoutes, type ServiceRouteOptions } from './service-routes.ts';

export type HttpOptions = GraphqlDoorOptions & GraphqlRouteOptions & FileRouteOptions & ServiceRouteOptions & { corsOrigins: readonly string[]; addressOf: AddressOf; logger: Logger; tracing: Tracing };

/** Everything that is answered over plain HTTP. Each answer bears the request's id. */
export interface Http {
  fetch: HttpApp['fetch'];
  /** The same answers for the plainest requests, straight from Node's server. */
  direct: ServedDirectly;
}

export const createHttp = (options: HttpOptions): Http => {
  const door = tracedDoor(createGraphqlDoor(options), options.tracing);
  return { fetch: createHttpApp(options, door).fetch, direct: createNodeDoor(door, options) };
};

const createHttpApp = (options: HttpOptions, door: GraphqlDoor): HttpApp => {
  const app: HttpApp = new Hono();
  app.use(async (context, next) => {
    context.set('requestId', requestIdOf(context.req.header('x-request-id')));
    await next();
    context.header('x-request-id', context.get('requestId'));
  });
  app.use(cors({
    origin: (origin) => (options.corsOrigins.includes(origin) ? origin : null), allowMethods: ['GET', 'POST'], maxAge: 600,
    exposeHeaders: ['x-request-id', 'retry-after'],
  }));
  app.onError((error, context) => errorResponse(error, options.logger.child({ requestId: context.get('requestId') })));
  app.notFound((context) => errorResponse(new CodedError('NOT_FOUND', `There is nothing at ${context.req.method} ${context.req.path.slice(0, 80)}. The graph is at /graphql.`), options.logger));
  app.get('/', (context) => context.redirect('/graphql'));
  addServiceRoutes(app, options);
  addFileRoutes(app, options);
  addGraphqlRoutes(app, door, options);
  return app;
};

const errorResponse = (error: unknown, logger: Logger): Response => {
  const errors = errorsOf(error, logger);
  return Response.json({ errors }, { status: refusalStatus(error, errors), headers: refusalHeaders(error, errors) });
};
