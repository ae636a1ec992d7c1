import { signIntrospection } from '@microplate/platform/identity';
import { DEFAULT_PORTS, keySetting, type ServiceName } from '@microplate/platform/service';
import { accessTokenFor, credentialsOf } from '../client/sign-in.ts';
import { developmentSecrets } from '../start/secrets.ts';
import type { Environment } from '../start/start-environment.ts';

export interface TokenOptions { environment: Environment; url: string; login?: string; introspect?: boolean }

/** `microplate token`: an access token for scripts. `microplate token SUBGRAPH --introspect`: a header value that lets Rover read one subgraph's schema. */
export const tokenCommand = async (service: string | undefined, options: TokenOptions): Promise<void> => {
  if (!options.introspect) return print(await accessTokenFor(credentialsOf(options, options.environment)));
  if (!service || service === 'gateway' || !(service in DEFAULT_PORTS)) throw new Error('Name one of auth, images, inference, results, labware.');
  if (options.environment.NODE_ENV === 'production') throw new Error('Introspection tokens are for development.');
  const setting = keySetting('gateway', service as ServiceName);
  print(signIntrospection(service, options.environment[setting] ?? developmentSecrets(options.environment.DATA_FOLDER ?? '.data')[setting]));
};

const print = (text: string): void => { process.stdout.write(`${text}\n`); };
