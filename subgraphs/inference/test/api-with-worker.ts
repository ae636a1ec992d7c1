// A process with a real worker process below it, whose database is nowhere: it waits. The test kills this one.
import { silentLogger } from '@microplate/platform/logging';
import { environmentOf, readInferenceSettings } from '../src/config.ts';
import { createSupervisor } from '../src/worker/supervisor.ts';

const KEY = 'a key that the tests alone know, of 32 characters or more';
const settings = readInferenceSettings({
  DATABASE_URL_INFERENCE: 'postgres://nobody@127.0.0.1:1/nowhere', LOG_LEVEL: 'silent', DATA_FOLDER: '/nowhere', FILE_KEY_INFERENCE: KEY,
  SERVICE_KEY_GATEWAY_INFERENCE: KEY, SERVICE_KEY_RESULTS_INFERENCE: KEY, SERVICE_KEY_INFERENCE_IMAGES: KEY, SERVICE_KEY_INFERENCE_RESULTS: KEY,
});
const supervisor = createSupervisor({
  mode: 'process', file: new URL('../src/worker/worker-main.ts', import.meta.url), environment: environmentOf(settings), logger: silentLogger(),
  onEnd: async () => {}, onReport: () => {},
});
supervisor.start();
