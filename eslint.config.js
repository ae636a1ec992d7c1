// Only what the compiler can't hold: which folder may import which, and who may read the environment.
import { parser } from 'typescript-eslint';

const SUBGRAPHS = ['auth', 'images', 'inference', 'results', 'labware'];
const UPPER = ['gateway', 'cli', 'e2e', ...SUBGRAPHS];
const forbid = (names, why) => ['error', { patterns: names.flatMap((name) => [`@microplate/${name}`, `@microplate/${name}/*`]).map((group) => ({ group: [group], message: why })) }];

export default [
  { ignores: ['**/node_modules/', '**/generated/', '.data/'] },
  { files: ['**/*.ts'], languageOptions: { parser }, linterOptions: { reportUnusedDisableDirectives: 'off' }, rules: { 'no-restricted-syntax': ['error', {
    selector: "MemberExpression[object.name='process'][property.name='env']", message: 'Settings are read in main.ts alone and handed on.' }] } },
  { files: ['platform/**/*.ts'], rules: { 'no-restricted-imports': forbid([...UPPER, 'schema'], 'platform is plumbing: it knows nobody above it.') } },
  { files: ['schema/**/*.ts'], rules: { 'no-restricted-imports': forbid([...UPPER, 'platform'], 'the contract depends on nothing.') } },
  { files: ['gateway/**/*.ts'], rules: { 'no-restricted-imports': forbid(['cli', 'e2e', ...SUBGRAPHS], 'the gateway knows the subgraphs by their schema alone.') } },
  ...SUBGRAPHS.map((name) => ({ files: [`subgraphs/${name}/**/*.ts`], rules: {
    'no-restricted-imports': forbid(UPPER.filter((other) => other !== name), 'a subgraph knows platform and schema; siblings are reached by fetch.') } })),
  // The reading is measured by what people are told of it in the end, so by results' own rules.
  { files: ['subgraphs/inference/bench/end-points.ts'], rules: { 'no-restricted-imports': 'off' } },
  // The embedded Postgres hands its environment on to a child process; tests and the places below read settings.
  { files: ['**/*.test.ts', '**/test/**/*.ts', '**/bench/**/*.ts', 'e2e/**/*.ts', '**/main.ts', '**/*-main.ts', '**/worker-thread.ts', 'gateway/src/composition/*-command.ts', 'platform/src/testing/**', 'platform/src/database/embedded-postgres.ts'],
    rules: { 'no-restricted-syntax': 'off' } },
];
