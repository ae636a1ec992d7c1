import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadClassifier } from './classifier.ts';
import { findModel, listModels, readModel } from './model-files.ts';

const MODELS = join(import.meta.dirname, '../../../models');

describe('the model folder', () => {
  it('lists models with what a result must tell', async () => {
    const models = await listModels(MODELS);
    expect(models.map((m) => m.kind)).toEqual(expect.arrayContaining(['WELL_CLASSIFIER', 'PLATE_FINDER']));
    for (const m of models) {
      expect(m).toMatchObject({ name: expect.any(String), version: expect.stringMatching(/^\d+\.\d+\.\d+$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/), validated: false });
    }
    const sizes = await Promise.all(models.map(async (m) => (await readModel(MODELS, m)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(6_000_000);
  });

  it('says which versions there are when asked for another', async () => {
    await expect(findModel(MODELS, 'WELL_CLASSIFIER', '0.0.1')).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND', message: expect.stringContaining('known: ') });
  });

  it('refuses a model that is not the file its card describes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'models-'));
    try {
      await cp(MODELS, folder, { recursive: true });
      const card = await findModel(folder, 'WELL_CLASSIFIER');
      await appendFile(join(folder, card.file), 'x');
      await expect(loadClassifier(folder)).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
