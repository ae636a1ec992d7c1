import { createLogger } from '@microplate/platform/logging';
import { listenOn, runService } from '@microplate/platform/service';
import { readResultsSettings } from './config.ts';
import { createResultsDeps } from './deps.ts';
import { createResultsSubgraph } from './subgraph.ts';

const settings = readResultsSettings(process.env);
const logger = createLogger({ service: 'results', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const deps = await createResultsDeps(settings, { logger });
await runService(createResultsSubgraph(deps), listenOn('results', settings), logger);
