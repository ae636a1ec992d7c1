import { parse } from 'graphql';
import { CodedError } from '../errors/index.ts';

const SCHEMA_FIELDS = ['_service', '__schema', '__type', '__typename'];

/** What an introspection token may ask for: root fields that show the schema, named directly. @throws CodedError FORBIDDEN */
export const checkIntrospection = (query: string): void => {
  const { definitions } = parseQuery(query);
  const roots = definitions.flatMap((definition) => (definition.kind === 'OperationDefinition' ? definition.selectionSet.selections : []));
  const allowed = roots.every((root) => root.kind === 'Field' && SCHEMA_FIELDS.includes(root.name.value));
  if (!allowed) throw new CodedError('FORBIDDEN', 'This token shows the schema alone.');
};

const parseQuery = (text: string) => {
  try {
    return parse(text, { noLocation: true });
  } catch (error) {
    throw new CodedError('GRAPHQL_PARSE_FAILED', (error as Error).message);
  }
};
