import { fileURLToPath } from 'node:url';
import { generateInterfaceFile } from '../read/interface-file.ts';
import { signIn, DEVELOPMENT_SIGN_INS } from '../client/sign-in.ts';
import { readPhoto, type ReadAnswer } from '../read/read-photo.ts';

const SAMPLE = 'DEMO-1';

/** A rendered photograph that ships with the project: real ones may not be. */
export const DEMONSTRATION_PHOTO = fileURLToPath(new URL('../../../subgraphs/inference/demo/demo-plate.jpg', import.meta.url));

/** Reads the shipped photograph through the public API as the development operator, and has its file made; again and again it is the same run. */
export const readDemonstration = async (url: string): Promise<ReadAnswer> => {
  const client = await signIn({ url, ...DEVELOPMENT_SIGN_INS[1] });
  try {
    const answer = await readPhoto(client, { photo: DEMONSTRATION_PHOTO, sampleNo: SAMPLE, submissionNo: 'T001', plateNo: 'P1', idempotencyKey: 'demonstration' });
    const { sample } = await client.query('query Files($sampleNo: String!) { sample(sampleNo: $sampleNo) { interfaceFiles(first: 1) { edges { cursor } } } }', { sampleNo: SAMPLE });
    if (sample.interfaceFiles.edges.length === 0) await generateInterfaceFile(client, { sampleNo: SAMPLE });
    return answer;
  } finally {
    await client.close();
  }
};
