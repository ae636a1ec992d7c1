// The sandbox of one test file. Beside Node's own environment it
// - hands over the outer typed arrays: onnxruntime checks its input with `instanceof` of the outer realm;
// - at the file's end drops the databases it made and fails it for what it forgot to stop.
const { TestEnvironment } = require('jest-environment-node');
const { Client } = require('pg');

const OUTER = ['ArrayBuffer', 'Float16Array', 'Float32Array', 'Float64Array', 'Int8Array', 'Uint8Array', 'Int16Array', 'Uint16Array',
  'Int32Array', 'Uint32Array', 'BigInt64Array', 'BigUint64Array'];
const WATCHED = { TCPServerWrap: 'a listening server', ProcessWrap: 'a child process', Worker: 'a worker thread' };
const GRACE_MS = 3000;

const activeOf = (kind) => process.getActiveResourcesInfo().filter((name) => name === kind).length;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of OUTER) if (globalThis[name]) this.global[name] = globalThis[name];
    this.global.testDatabases = [];
    this.before = Object.fromEntries(Object.keys(WATCHED).map((kind) => [kind, activeOf(kind)]));
  }

  async teardown() {
    const databases = this.global.testDatabases;
    const left = await this.leftovers(databases);
    await super.teardown();
    if (left.length > 0) throw new Error(`This file forgot to stop ${left.join(', ')}.`);
  }

  async leftovers(databases) {
    const client = databases.length ? new Client(process.env.TEST_POSTGRES_URL) : null;
    await client?.connect();
    try {
      const deadline = Date.now() + GRACE_MS;
      for (;;) {
        const left = [...this.openResources(), ...await openConnections(client, databases)];
        if (left.length === 0 || Date.now() > deadline) return left;
        await pause(50);
      }
    } finally {
      for (const name of databases) await client.query(`drop database if exists "${name}" with (force)`);
      await client?.end();
    }
  }

  openResources() {
    return Object.entries(WATCHED).filter(([kind]) => activeOf(kind) > this.before[kind]).map(([, what]) => what);
  }
};

const openConnections = async (client, databases) => {
  if (!client) return [];
  const { rows } = await client.query(
    'select application_name, left(query, 80) as query from pg_stat_activity where datname = any($1)', [databases]);
  return rows.map((row) => `a database connection (last asked: ${row.query})`);
};
