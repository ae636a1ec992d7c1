export { DEFAULT_PORTS, SUBGRAPHS, callersOf, databaseUrlOf, keySetting, keyShape, listenOn, serviceShape, type ServiceName } from './settings.ts';
export { SERVICE_FLAGS } from './flags.ts';
export { runService, type Runnable } from './run-service.ts';
export { serviceClientOf } from './service-client-of.ts';
