import { createGraphClient, type GraphClient } from './graph-client.ts';
import type { Environment } from '../start/start-environment.ts';

export interface Credentials { url: string; login: string; password: string }

/** Development sign-ins, as auth seeds them; they exist on loopback alone. */
export const DEVELOPMENT_SIGN_INS = [
  { login: 'admin@microplate-ai.com', password: 'Admin123!', role: 'admin' },
  { login: 'john.doe@microplate-ai.com', password: 'Test123!', role: 'operator' },
  { login: 'jane.smith@microplate-ai.com', password: 'Test123!', role: 'viewer' },
  { login: 'lab.tech@microplate-ai.com', password: 'Test123!', role: 'lab_tech' },
] as const;

const LOGIN = 'mutation SignIn($login: String!, $password: String!) { login(login: $login, password: $password) { accessToken } }';

/** @throws GraphError INVALID_CREDENTIALS, NotRunning. */
export const accessTokenFor = async ({ url, login, password }: Credentials): Promise<string> => {
  const { login: answer } = await createGraphClient(url).query<{ login: { accessToken: string } }>(LOGIN, { login, password });
  return answer.accessToken;
};

export const signIn = async (credentials: Credentials): Promise<GraphClient> =>
  createGraphClient(credentials.url, await accessTokenFor(credentials));

const isLoopback = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/**
 * Who to sign in as: the options, then MICROPLATE_LOGIN and MICROPLATE_PASSWORD, then the development operator where the
 * gateway is on this machine.
 */
export const credentialsOf = (options: { url: string; login?: string }, environment: Environment): Credentials => {
  const login = options.login ?? environment.MICROPLATE_LOGIN;
  const password = environment.MICROPLATE_PASSWORD;
  if (login && password) return { url: options.url, login, password };
  if (!login && isLoopback(options.url)) return { url: options.url, ...DEVELOPMENT_SIGN_INS[1] };
  throw new Error('Say who you are: set MICROPLATE_LOGIN and MICROPLATE_PASSWORD.');
};
