import { createLogger } from '@microplate/platform/logging';
import { listenOn, runService } from '@microplate/platform/service';
import { readLabwareSettings } from './config.ts';
import { createLabwareDeps } from './deps.ts';
import { createLabwareSubgraph } from './subgraph.ts';

const settings = readLabwareSettings(process.env);
const logger = createLogger({ service: 'labware', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const deps = await createLabwareDeps(settings, { logger });
await runService(createLabwareSubgraph(deps), listenOn('labware', settings), logger);
