// A process with the bench's four subgraphs. What it has answered once it answers from memory: they should cost nothing beside a gateway.
import { Buffer } from 'node:buffer';
import { generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import jwt from 'jsonwebtoken';
import { CONTEXT_HEADER } from '@microplate/platform/identity';
import { DATA, SUBGRAPHS } from './graph.ts';
import { serveBodies } from './raw-http.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwks = Buffer.from(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }] }));
const claims = { jti: 'j1', username: 'ada', sid: 's1', lab: 'default', roles: ['operator'], permissions: ['results:view'] };
const token = jwt.sign(claims, privateKey, { algorithm: 'ES256', keyid: 'bench', issuer: 'microplate', audience: 'microplate', subject: '7b1c9f4e-0000-4000-8000-000000000001', expiresIn: 3600 });

/** Nothing ever happens: a long poll ends as empty as it began. */
const POLL_MS = 20_000;

/** Who does not do the identity work is not compared. */
const UNSIGNED = Buffer.from('{"errors":[{"message":"The signed context is missing."}]}');

const urls: Record<string, string> = {};
for (const [name, sdl] of Object.entries(SUBGRAPHS)) {
  const { root, entity } = DATA[name];
  const references = Object.fromEntries(['User', 'Plate', 'Well'].filter((type) => sdl.includes(`type ${type} @key(fields: "id") {`)).map((type) => [type, { __resolveReference: entity }]));
  const schema = buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: references as never });
  const known = new Map<string, Buffer>();
  const server = await serveBodies((body, path, head) => {
    if (path.includes('jwks')) return jwks;
    if (path !== '/graphql') return wait(POLL_MS, Buffer.from('{"events":[]}'));
    if (!head.includes(CONTEXT_HEADER)) return UNSIGNED;
    const answered = known.get(body);
    if (answered) return answered;
    const { query, variables, operationName } = JSON.parse(body) as { query: string; variables?: Record<string, unknown>; operationName?: string };
    return graphql({ schema, source: query, variableValues: variables, operationName, rootValue: root }).then((result) => {
      const answer = Buffer.from(JSON.stringify(result));
      known.set(body, answer);
      return answer;
    });
  });
  urls[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
process.send!({ urls, token });
process.on('disconnect', () => process.exit(0));
