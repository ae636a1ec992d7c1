import { createLogger } from '@microplate/platform/logging';
import { listenOn, runService } from '@microplate/platform/service';
import { readInferenceSettings } from './config.ts';
import { createInferenceDeps } from './deps.ts';
import { createInferenceSubgraph } from './subgraph.ts';

const settings = readInferenceSettings(process.env);
const logger = createLogger({ service: 'inference', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const deps = await createInferenceDeps(settings, { logger });
await runService(createInferenceSubgraph(deps), listenOn('inference', settings), logger);
