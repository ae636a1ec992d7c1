export { bodyTooLarge, brokenOff, readBytes, readText } from './body.ts';
export { serve, type Connection, type Listening, type ServedDirectly, type ServedFetch } from './serve.ts';
export { isTimeout, withDeadline } from './deadline.ts';
export { freePort } from './free-port.ts';
