import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, parse, printSchema, type GraphQLSchema } from 'graphql';
import { SUBGRAPHS } from '@microplate/platform/service';
import type { StackUnderTest } from '../stack-under-test.ts';

const require = createRequire(import.meta.url);

/** Rover's program comes as a package of its own for each kind of machine; this is the one that is installed. */
const ROVER = ((): string | null => {
  try { return require.resolve('@apollo/rover-linux-x64/rover'); } catch { return null; }
})();

export const roverStories = (stack: () => StackUnderTest): void => {
  const tell = ROVER ? test : test.skip;
  const title = (text: string) => (ROVER ? text : `${text} (skipped: there is no Rover for ${process.platform}-${process.arch} here)`);
  const rover = (...args: string[]) => new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { PATH: process.env.PATH, HOME: stack().folder, APOLLO_CONFIG_HOME: path.join(stack().folder, 'rover'), APOLLO_TELEMETRY_DISABLED: 'true', APOLLO_ROVER_SKIP_UPDATE: 'true' };
    execFile(ROVER!, args, { env, timeout: 15_000 }, (error, out, err) => resolve({ code: error ? Number(error.code ?? 1) : 0, out, err }));
  });

  tell(title('rover graph introspect: the graph as the gateway tells it'), async () => {
    const response = await fetch(`${stack().url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: getIntrospectionQuery() }) });
    const told = buildClientSchema((await response.json() as any).data);
    const { code, out, err } = await rover('graph', 'introspect', `${stack().url}/graphql`);
    expect([code, err]).toEqual([0, '']);
    expect(shapeOf(buildSchema(out))).toEqual(shapeOf(told));
  });

  tell(title('rover subgraph introspect: every subgraph\'s SDL, with the header that `microplate token SUBGRAPH --introspect` prints'), async () => {
    for (const name of SUBGRAPHS) {
      const header = (await stack().command(['token', name, '--introspect'])).out.trim();
      const { code, out, err } = await rover('subgraph', 'introspect', `${stack().addressOf(name)}/graphql`, '--header', `x-microplate-context:${header}`);
      expect([name, code, err]).toEqual([name, 0, '']);
      expect(out).toContain('https://specs.apollo.dev/federation/v2');
      expect([name, ...fieldsOf(out)]).toEqual([name, ...fieldsOf(readFileSync(path.join(import.meta.dirname, '../../../schema', `${name}.graphql`), 'utf8'))]);
    }
  }, 30_000);

  tell(title('rover ends with 1 and no schema without that header, and for the gateway, which is no subgraph'), async () => {
    for (const address of [stack().addressOf('results'), stack().url]) {
      const { code, out, err } = await rover('subgraph', 'introspect', `${address}/graphql`);
      expect([code, out, err]).toEqual([1, '', expect.stringMatching(/^error: /)]);
    }
  });
};

const shapeOf = (schema: GraphQLSchema): string => printSchema(lexicographicSortSchema(schema));

/** `Type.field` of every object type but what federation adds: subgraphs have types in common, but each its own fields of them. */
const fieldsOf = (sdl: string): string[] => parse(sdl).definitions
  .flatMap((definition) => (definition.kind === 'ObjectTypeDefinition' ? (definition.fields ?? []).map((field) => `${definition.name.value}.${field.name.value}`) : []))
  .filter((field) => !/(^|\.)_/.test(field)).sort();
