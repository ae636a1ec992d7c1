import { SettingsError, countSetting, portSetting, readSettings, z } from '@microplate/platform/config';
import { callersOf, databaseUrlOf, keyShape, serviceShape } from '@microplate/platform/service';

const shape = { PORT: portSetting(1), TIMES: countSetting(3, 1), SECRET: z.string('is missing').min(8, 'should have 8 characters') };

test('defaults hold, and an empty setting counts as not set', () => {
  expect(readSettings(shape, { SECRET: 'long enough', TIMES: '' })).toEqual({ PORT: 1, TIMES: 3, SECRET: 'long enough' });
});

test('every wrong setting is named with what it should be, and no value is shown', () => {
  const read = () => readSettings(shape, { PORT: 'eighty', TIMES: '0', SECRET: 'hunter2' });
  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/PORT: should be a port[\s\S]*TIMES: should be at least 1[\s\S]*SECRET: should have 8/);
  expect(read).not.toThrow(/hunter2|eighty/);
});

test('a service without its keys does not start', () => {
  const all = { ...serviceShape('results'), ...keyShape('results', { admits: ['gateway'], calls: ['inference'] }) };
  expect(() => readSettings(all, {})).toThrow(/SERVICE_KEY_GATEWAY_RESULTS: is missing[\s\S]*SERVICE_KEY_RESULTS_INFERENCE/);
  const key = 'k'.repeat(32);
  const settings = readSettings(all, { SERVICE_KEY_GATEWAY_RESULTS: key, SERVICE_KEY_RESULTS_INFERENCE: key, DATABASE_URL: 'postgres://u:p@h:5/x' });
  expect(callersOf('results', ['gateway'], settings)).toEqual({ gateway: key });
  expect(databaseUrlOf('results', settings)).toBe('postgres://u:p@h:5/microplate_results');
});
