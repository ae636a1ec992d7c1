import { createLogger } from '@microplate/platform/logging';
import { listenOn, runService } from '@microplate/platform/service';
import { readImagesSettings } from './config.ts';
import { createImagesDeps } from './deps.ts';
import { createImagesSubgraph } from './subgraph.ts';

const settings = readImagesSettings(process.env);
const logger = createLogger({ service: 'images', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const deps = await createImagesDeps(settings, { logger });
await runService(createImagesSubgraph(deps), listenOn('images', settings), logger);
