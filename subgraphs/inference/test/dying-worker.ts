// A worker that ends at once, or, told to live, says when it begins and when it is asked to stop.
import { isMainThread, parentPort } from 'node:worker_threads';

const say = (outcome: string) => {
  const message = { report: { queue: 'read', outcome, ms: 1 } };
  if (isMainThread) process.send!(message);
  else parentPort!.postMessage(message);
};

if (!process.env.LIVE) process.exit(1);
const onStop = () => { say('last words'); setTimeout(() => process.exit(0), 50); };
if (isMainThread) process.once('message', onStop);
else parentPort!.once('message', onStop);
say('ok');
