import { startStackUnderTest, type Mode, type StackUnderTest } from '../stack-under-test.ts';
import { batchStories } from './batch.ts';
import { commandStories } from './command.ts';
import { identityStories } from './identity.ts';
import { inputStories } from './input.ts';
import { keyStories } from './keys.ts';
import { liveStories } from './live.ts';
import { loadStories } from './load.ts';
import { plateStories } from './plate.ts';
import { roverStories } from './rover.ts';

/** Every story through the public door of one stack. STACK=single or STACK=split runs that one alone. */
export const tellStories = (mode: Mode): void => {
  const chosen = process.env.STACK;
  const tell = chosen && chosen !== mode ? describe.skip : describe;
  tell(`stack: ${mode}`, () => {
    let stack: StackUnderTest;
    beforeAll(async () => { stack = await startStackUnderTest(mode); }, 90_000);
    afterAll(() => stack?.stop(), 30_000);
    const theStack = () => stack;
    describe('a plate, from the photograph to the file', () => plateStories(theStack));
    describe('live', () => liveStories(theStack));
    describe('who may do what', () => identityStories(theStack));
    describe('input that can not be used', () => inputStories(theStack));
    describe('many at once', () => loadStories(theStack));
    describe('the microplate command, on what the stack was started with', () => keyStories(theStack));
    // What asks the gateway alone is the same whatever the stack: once is enough. Rover asks services, here in processes of their own.
    if (mode === 'split') return describe('Rover', () => roverStories(theStack));
    describe('the microplate command', () => commandStories(theStack));
    describe('a folder of photographs', () => batchStories(theStack));
  });
};
