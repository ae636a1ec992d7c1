import { createLogger } from '@microplate/platform/logging';
import { listenOn, runService } from '@microplate/platform/service';
import { readGatewaySettings } from './config.ts';
import { createGatewayDeps } from './deps.ts';
import { createGateway } from './gateway.ts';

const settings = readGatewaySettings(process.env);
const logger = createLogger({ service: 'gateway', level: settings.LOG_LEVEL, format: settings.LOG_FORMAT });
const deps = await createGatewayDeps(settings, { logger });
await runService(createGateway(deps), listenOn('gateway', settings), logger);
