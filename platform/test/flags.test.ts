import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICE_FLAGS } from '../src/service/flags.ts';

const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../..', file), 'utf8');

/** What stands between `node` and the main.ts of every service, or of the command, that this text starts. */
const flagsOf = (text: string): string[][] => [...text.matchAll(/\bnode ((?:-\S+ )*)\S+\/src\/main\.ts/g)].map(([, flags]) => flags.trim().split(' ').filter(Boolean));

test.each([
  ['npm start', () => JSON.parse(read('package.json')).scripts.start as string, 1],
  ['the image', () => (JSON.parse(/^CMD (.*)$/m.exec(read('Dockerfile'))![1]) as string[]).join(' '), 1],
  ['docker compose', () => read('docker-compose.yml').split('\nservices:')[1], 6],
])('%s starts services with the flags that the stack does', (_what, text, services) => {
  expect(flagsOf(text())).toEqual(Array(services).fill(SERVICE_FLAGS));
});
