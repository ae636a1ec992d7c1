#!/usr/bin/env node
import { Command, Option } from 'commander';
import colours from 'picocolors';
import { DEFAULT_PORTS } from '@microplate/platform/service';

const program = new Command('microplate')
  .description('Photographs of HI plates to titres and interface files.')
  .showHelpAfterError();

const url = () => new Option('--url <address>', 'the gateway').env('MICROPLATE_URL').default(`http://127.0.0.1:${DEFAULT_PORTS.gateway}`);
const login = () => new Option('--login <name>', 'e-mail or username; the password is MICROPLATE_PASSWORD').env('MICROPLATE_LOGIN');
const number = (text: string) => Number(text);

program.command('start').description('start everything; STACK=split gives each service its own process')
  .option('--no-demo', 'do not read the demonstration photograph')
  .action(async (options) => (await import('./start/start-command.ts')).startCommand(options, process.env));

program.command('read <photo>').description('read a photograph, show the plate and write its interface file; or every photograph of a folder, to a table and readings.csv')
  .option('--sample <number>', 'sample number; of a folder, files may be named SAMPLE,SUBMISSION,PLATE.jpg instead').option('--submission <number>', 'submission (test) number').option('--plate <number>', 'plate number')
  .option('--threshold <0..1>', 'a well less sure than this is unreadable', number)
  .option('--device <name>', 'the camera that took it: its newest calibration is used').option('--layout <name>', 'what the wells hold')
  .addOption(new Option('--orientation <name>', 'how the plate lies in the photo').choices(['UPRIGHT', 'TURNED_90', 'TURNED_180', 'TURNED_270', 'MIRRORED']))
  .addOption(new Option('--dialect <name>', 'of the interface file').choices(['LABWARE_V2', 'LABWARE_V1', 'TITRES', 'LONG']).default('LABWARE_V2'))
  .option('--out <folder>', 'where the interface file, or readings.csv, is written', '.').option('--again', 'of a folder: read again what was read before')
  .option('--json', 'one JSON object, for scripts')
  .addOption(url()).addOption(login())
  .action(async (photo, options) => (await import('./read/read-command.ts')).readCommand(photo, { ...options, environment: process.env }));

program.command('watch <sample>').description('show results of a sample as they arrive')
  .option('--after <cursor>', 'begin after this cursor').option('--count <n>', 'end after so many events', number).option('--json', 'one JSON object an event')
  .addOption(url()).addOption(login())
  .action(async (sample, options) => (await import('./watch/watch-command.ts')).watchCommand(sample, { ...options, environment: process.env }));

program.command('query <file>').description('run a GraphQL query from a file; exit code 1 where it has errors')
  .option('--var <name=value>', 'a variable (repeat it); name:=value is always text', (pair: string, all: string[]) => [...all, pair], [])
  .addOption(new Option('--format <kind>', 'of the output').choices(['json', 'csv']).default('json'))
  .addOption(url()).addOption(login())
  .action(async (file, options) => (await import('./query/query-command.ts')).queryCommand(file, { ...options, environment: process.env }));

program.command('token [subgraph]').description('print an access token; with --introspect, a context for schema tools (development)')
  .option('--introspect', 'for `_service` and introspection of one subgraph alone').addOption(url()).addOption(login())
  .action(async (service, options) => (await import('./token/token-command.ts')).tokenCommand(service, { ...options, environment: process.env }));

program.command('secrets').description('print fresh secrets for an installation, as an env file')
  .action(async () => (await import('./secrets/secrets-command.ts')).secretsCommand());

const admin = program.command('admin').description('what only the keeper of the system may do');
admin.command('create <email>')
  .description('make an administrator; the password is read from standard input')
  .action(async (email) => (await import('./admin/admin-command.ts')).adminCreateCommand(email, process.env));
admin.command('rotate-keys').description('sign access tokens with a new key')
  .action(async () => (await import('./admin/admin-command.ts')).rotateKeysCommand(process.env));

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`${colours.red(error.message)}\n`);
  process.exitCode = 1;
});
