export type { RunRow as RunParent } from './runs/run-types.ts';
