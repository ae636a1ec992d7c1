import type { SubgraphApp } from '@microplate/platform/subgraph';
import type { Keyring } from './keyring.ts';

/** `GET /.well-known/jwks.json`: the public keys, for whoever verifies access tokens. */
export const addKeyRoute = (app: SubgraphApp, keyring: Keyring): void => {
  app.get('/.well-known/jwks.json', async (context) =>
    context.json({ keys: await keyring.published() }, 200, { 'cache-control': 'public, max-age=60' }));
};
