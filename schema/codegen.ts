import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { parse, type ConstDirectiveNode, type ObjectTypeDefinitionNode } from 'graphql';

const ROOT = path.join(import.meta.dirname, '..');

const SUBGRAPHS = ['auth', 'images', 'inference', 'results', 'labware'];

/** Lines that export something from a file of the subgraph's sources; none where it has no such file. */
const exportsOf = (subgraph: string, file: string): string => {
  const place = path.join(ROOT, 'subgraphs', subgraph, 'src', file);
  return existsSync(place) ? readFileSync(place, 'utf8').split('\n').filter((line) => line.startsWith('export')).join('\n') : '';
};

/** `<Name>Context` of the subgraph's context.ts, else platform's. */
const contextOf = (subgraph: string): string => {
  const name = /\b[A-Z]\w*Context\b/.exec(exportsOf(subgraph, 'context.ts'))?.[0];
  return name ? `../context.ts#${name}` : '@microplate/platform/subgraph#RequestContext';
};

/**
 * What resolvers of a type are given as parent: `<Type>Parent` where the subgraph's mappers.ts exports it, the first key
 * for other entities (so that `{ id }` is a good answer), and the fields themselves for the rest.
 */
const parentsOf = (subgraph: string, sdl: string): Record<string, string> => {
  const own = [...exportsOf(subgraph, 'mappers.ts').matchAll(/\b([A-Z]\w*)Parent\b/g)].map(([name, type]) => [type, `../mappers.ts#${name}`]);
  const entities = parse(sdl).definitions.filter((node) => node.kind === 'ObjectTypeDefinition').flatMap(keyOf);
  return { ...Object.fromEntries(entities), ...Object.fromEntries(own) };
};

const keyOf = (type: ObjectTypeDefinitionNode): [string, string][] => {
  const key = type.directives?.find((directive) => directive.name.value === 'key');
  return key ? [[type.name.value, `{ __typename?: '${type.name.value}'; ${fieldOf(key)}: string }`]] : [];
};

const fieldOf = (key: ConstDirectiveNode): string => {
  const fields = key.arguments?.find((argument) => argument.name.value === 'fields')?.value;
  return fields?.kind === 'StringValue' ? fields.value : 'id';
};

const outputOf = (subgraph: string) => {
  const file = path.join(ROOT, 'schema', `${subgraph}.graphql`);
  return {
    schema: file,
    plugins: [{ add: { content: `// Generated from schema/${subgraph}.graphql by \`npm run generate\`. Don't edit.` } }, 'typescript', 'typescript-resolvers'],
    config: {
      federation: true, useTypeImports: true, enumsAsTypes: true, importExtension: '.ts', strictScalars: true, inputMaybeValue: 'T | null | undefined',
      scalars: { ID: 'string', DateTime: 'string', Upload: '@microplate/platform/uploads#Upload', CalibrationDocument: 'unknown', _FieldSet: 'string' },
      contextType: contextOf(subgraph), mappers: parentsOf(subgraph, readFileSync(file, 'utf8')),
    },
  };
};

const config: CodegenConfig = {
  silent: true,
  generates: Object.fromEntries(SUBGRAPHS.map((name) => [path.join(ROOT, 'subgraphs', name, 'src/generated/resolver-types.ts'), outputOf(name)])),
};

export default config;
