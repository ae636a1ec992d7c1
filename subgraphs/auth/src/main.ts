import { createLogger } from '@microplate/platform/logging';
import { listenOn, runService } from '@microplate/platform/service';
import { readAuthSettings } from './config.ts';
import { createAuthDeps } from './deps.ts';
import { createAuthSubgraph } from './subgraph.ts';

const settings = readAuthSettings(process.env);
const logger = createLogger({ service: 'auth', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const deps = await createAuthDeps(settings, { logger });
await runService(createAuthSubgraph(deps), listenOn('auth', settings), logger);
