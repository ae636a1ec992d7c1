import { fileURLToPath } from 'node:url';
import { signIn, DEVELOPMENT_SIGN_INS } from '../client/sign-in.ts';
import { readPhoto, type ReadAnswer } from '../read/read-photo.ts';

/** A rendered photograph that ships with the project: real ones may not be. */
export const DEMONSTRATION_PHOTO = fileURLToPath(new URL('../../../subgraphs/inference/demo/demo-plate.jpg', import.meta.url));

/** Reads the shipped photograph through the public API as the development operator; again and again it is the same run. */
export const readDemonstration = async (url: string): Promise<ReadAnswer> => {
  const client = await signIn({ url, ...DEVELOPMENT_SIGN_INS[1] });
  try {
    return await readPhoto(client, { photo: DEMONSTRATION_PHOTO, sampleNo: 'DEMO-1', submissionNo: 'T001', plateNo: 'P1', idempotencyKey: 'demonstration' });
  } finally {
    await client.close();
  }
};
