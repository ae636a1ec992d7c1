import type { Context } from 'hono';
import type { AddressOf } from '../identity/client-address.ts';
import type { GraphqlDoor } from './answer-graphql.ts';
import { fromRequest, toResponse } from './graphql-request.ts';
import { graphiqlPage, prefersHtml } from './graphiql-page.ts';
import type { HttpApp, HttpAppEnvironment } from './http-environment.ts';
import { methodNotAllowed } from './http-refusal.ts';

export interface GraphqlRouteOptions { graphiql: boolean; addressOf: AddressOf }

/** `/graphql`: POST with JSON or files, GET for queries, and GraphiQL for browsers. */
export const addGraphqlRoutes = (app: HttpApp, door: GraphqlDoor, { graphiql, addressOf }: GraphqlRouteOptions): void => {
  const answer = async (context: Context<HttpAppEnvironment>): Promise<Response> => {
    const clientAddress = addressOf(context.env?.address, context.req.header('x-forwarded-for'));
    const answered = await door(fromRequest(context.req.raw, { requestId: context.get('requestId'), clientAddress }));
    return answered instanceof Response ? answered : toResponse(answered);
  };
  app.get('/graphql', (context) => (graphiql && prefersHtml(context.req.header('accept')) ? graphiqlPage() : answer(context)));
  app.post('/graphql', answer);
  app.all('/graphql', () => { throw methodNotAllowed('Use POST, or GET for queries.', 'GET, POST'); });
};
