import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GraphClient } from '../client/graph-client.ts';

export interface WrittenFile { path: string; dialect: string; sha256: string; warnings: string[] }

const GENERATE = `mutation Generate($input: GenerateInterfaceFileInput!) {
  generateInterfaceFile(input: $input) { fileName content dialect sha256 warnings }
}`;

interface GeneratedFile { fileName: string; content: string; dialect: string; sha256: string; warnings: string[] }

/** The sample's interface file, made from its results at this moment. @throws GraphError NOT_FOUND, NO_ACCEPTED_RESULT. */
export const generateInterfaceFile = async (client: GraphClient, input: { sampleNo: string; dialect?: string }): Promise<GeneratedFile> =>
  (await client.query<{ generateInterfaceFile: GeneratedFile }>(GENERATE, { input })).generateInterfaceFile;

/** Has the sample's interface file made and writes it into `folder`, byte for byte. */
export const writeInterfaceFile = async (client: GraphClient, input: { sampleNo: string; dialect?: string }, folder: string): Promise<WrittenFile> => {
  const file = await generateInterfaceFile(client, input);
  const target = path.join(folder, path.basename(file.fileName));
  await writeFile(target, file.content);
  return { path: target, dialect: file.dialect, sha256: file.sha256, warnings: file.warnings };
};
