export { readText } from './body.ts';
export { serve, type Listening } from './serve.ts';
