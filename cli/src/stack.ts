import { createAuthDeps } from '@microplate/auth/deps';
import { readAuthSettings } from '@microplate/auth/config';
import { createAuthSubgraph } from '@microplate/auth';
import { createGatewayDeps } from '@microplate/gateway/deps';
import { readGatewaySettings } from '@microplate/gateway/config';
import { createGateway } from '@microplate/gateway';
import { createImagesDeps } from '@microplate/images/deps';
import { readImagesSettings } from '@microplate/images/config';
import { createImagesSubgraph } from '@microplate/images';
import { createInferenceDeps } from '@microplate/inference/deps';
import { readInferenceSettings } from '@microplate/inference/config';
import { createInferenceSubgraph } from '@microplate/inference';
import { createLabwareDeps } from '@microplate/labware/deps';
import { readLabwareSettings } from '@microplate/labware/config';
import { createLabwareSubgraph } from '@microplate/labware';
import { serve, type Listening } from '@microplate/platform/http';
import type { Fetch } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { SUBGRAPHS, listenOn, type ServiceName } from '@microplate/platform/service';
import type { Subgraph } from '@microplate/platform/subgraph';
import { createResultsDeps } from '@microplate/results/deps';
import { readResultsSettings } from '@microplate/results/config';
import { createResultsSubgraph } from '@microplate/results';
import type { Environment, Running } from './start/start-environment.ts';

/**
 * The whole federation in this process: five subgraphs and the gateway, which calls them in memory. They listen on
 * their ports too, for the reading worker, Rover, `/health` and `/metrics`.
 */
export const startStack = async (environment: Environment, loggerOf: (service: ServiceName) => Logger): Promise<Running> => {
  const subgraphs: Subgraph[] = [];
  const siblings = callEachOther(subgraphs);
  const outer = (service: ServiceName) => ({ logger: loggerOf(service), fetch: siblings });
  const settings = {
    auth: readAuthSettings(environment), images: readImagesSettings(environment), inference: readInferenceSettings(environment),
    results: readResultsSettings(environment), labware: readLabwareSettings(environment), gateway: readGatewaySettings(environment),
  };
  subgraphs.push(
    createAuthSubgraph(await createAuthDeps(settings.auth, outer('auth'))),
    createImagesSubgraph(await createImagesDeps(settings.images, outer('images'))),
    createInferenceSubgraph(await createInferenceDeps(settings.inference, outer('inference'))),
    createResultsSubgraph(await createResultsDeps(settings.results, outer('results'))),
    createLabwareSubgraph(await createLabwareDeps(settings.labware, outer('labware'))),
  );
  const gateway = createGateway(await createGatewayDeps(settings.gateway, outer('gateway')));

  const listening: Listening[] = [];
  const stop = async () => {
    await Promise.all(listening.map((one) => one.close()));
    await gateway.dispose();
    await Promise.all(subgraphs.map((subgraph) => subgraph.dispose()));
  };
  try {
    for (const subgraph of subgraphs) listening.push(await serve(subgraph.fetch, listenOn(subgraph.name as ServiceName, settings[subgraph.name as ServiceName])));
    await Promise.all(subgraphs.map((subgraph) => subgraph.start()));
    await gateway.start();
    const door = await serve(gateway.fetch, listenOn('gateway', settings.gateway), gateway.direct);
    const detach = gateway.attach(door.server);
    listening.push(await serve(gateway.side.fetch, gateway.side.where), { ...door, close: async () => { await detach(); await door.close(); } });
    return { stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
};

/** Whom each service calls in memory; looked up when it calls, since they are built one after the other. */
const callEachOther = (subgraphs: readonly Subgraph[]): Partial<Record<ServiceName, Fetch>> =>
  Object.fromEntries(SUBGRAPHS.map((name) => [
    name, (request: Request) => subgraphs.find((subgraph) => subgraph.name === name)!.fetch(request)]));
