import { stripTypeScriptTypes } from 'node:module';

const process = (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) });

/** Jest's transform: what Node itself does with a .ts file. */
export default { process, processAsync: async (source) => process(source) };
