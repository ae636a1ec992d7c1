import { rm } from 'node:fs/promises';

export default async () => {
  await globalThis.testPostgres.stop();
  await rm(globalThis.testPostgres.folder, { recursive: true, force: true });
};
