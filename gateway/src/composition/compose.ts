import { readFileSync } from 'node:fs';
import path from 'node:path';
import { composeServices } from '@apollo/composition';
import { GraphQLError, parse, type DocumentNode } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

export interface SubgraphDefinition {
  name: string;
  /** Where the gateway sends its requests. */
  url: string;
  sdl: string;
}

/** A definition read from a file. */
export interface SubgraphFile extends SubgraphDefinition { file: string }

export interface Composition {
  supergraphSdl: string;
  /** What composes but looks unintended, one sentence each. */
  hints: string[];
}

/** The subgraphs don't make one graph; the message names each subgraph and what is wrong in it. */
export class CompositionError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The supergraph can't be composed:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'CompositionError';
    this.problems = problems;
  }
}

const roverConfig = z.object({
  federation_version: z.string(),
  subgraphs: z.record(z.string(), z.object({ routing_url: z.url(), schema: z.object({ file: z.string() }) })),
});

/**
 * The subgraphs that a file in Rover's supergraph format lists, with their SDL; schema files are relative to it.
 * @throws CompositionError for what is not in that format or can't be read.
 */
export const readSubgraphs = (roverFile: string): SubgraphFile[] => {
  const config = roverConfig.safeParse(readYaml(roverFile));
  if (!config.success) throw new CompositionError(config.error.issues.map((issue) => `${roverFile}: ${issue.path.join('.')}: ${issue.message}`));
  return Object.entries(config.data.subgraphs).map(([name, { routing_url: url, schema }]) => {
    const file = path.resolve(path.dirname(roverFile), schema.file);
    return { name, url, file, sdl: read(file, name) };
  });
};

/**
 * One supergraph out of the subgraphs; needs none of them running.
 * @throws CompositionError
 */
export const compose = (subgraphs: readonly SubgraphDefinition[]): Composition => {
  const parsed = subgraphs.map((subgraph) => ({ name: subgraph.name, url: subgraph.url, typeDefs: parseSdl(subgraph) }));
  const result = composeServices(parsed);
  if (result.errors) throw new CompositionError(result.errors.map(describe));
  return { supergraphSdl: `${result.supergraphSdl.trimEnd()}\n`, hints: result.hints.map((hint) => hint.toString()) };
};

const read = (file: string, name: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CompositionError([`${name}: ${file} can't be read (${(error as NodeJS.ErrnoException).code}).`]);
  }
};

const readYaml = (file: string): unknown => {
  const text = read(file, 'rover.yaml');
  try {
    return parseYaml(text);
  } catch (error) {
    throw new CompositionError([`${file}: ${(error as Error).message}`]);
  }
};

const parseSdl = ({ name, sdl }: SubgraphDefinition): DocumentNode => {
  try {
    return parse(sdl);
  } catch (error) {
    const { message, locations } = error as GraphQLError;
    throw new CompositionError([`${name}, line ${locations?.[0]?.line}: ${message}`]);
  }
};

/** Apollo's messages name the subgraph: `[auth] Unknown type "Usr"`, or within the sentence. */
const describe = (error: GraphQLError): string => `${error.message} (${error.extensions.code})`;
