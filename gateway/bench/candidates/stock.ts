import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Identity } from '@microplate/platform/identity';
import { extractRules } from '../../src/permissions/permission-rules.ts';
import type { Given } from '../candidate.ts';
import { createIdentityWork } from './identity.ts';

/** @apollo/gateway and @apollo/server as their documentation sets them up, with a static supergraph and signed requests. */
export const stock = async ({ urls, key, supergraphSdl }: Given): Promise<number> => {
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const work = await createIdentityWork(urls.auth, key);
  class SignedDataSource extends RemoteGraphQLDataSource {
    name = '';
    override willSendRequest({ request, context }: { request: any; context: any }): void {
      const headers = context.identity ? work.sign(context.identity as Identity, this.name, JSON.stringify({ query: request.query, variables: request.variables })) : {};
      for (const [name, value] of Object.entries(headers)) request.http.headers.set(name, value);
    }
  }
  const gateway = new ApolloGateway({
    supergraphSdl: extractRules(supergraphSdl).sdl,
    buildService: ({ name, url }) => Object.assign(new SignedDataSource({ url }), { name: name! }),
  });
  const server = new ApolloServer<{ identity: Identity }>({ gateway });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' }, context: async ({ req }) => ({ identity: work.identify(req.headers.authorization) }) });
  return Number(new URL(url).port);
};
