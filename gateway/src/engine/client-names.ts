import { Kind, visit, type DocumentNode, type FieldNode } from 'graphql';

/**
 * The names an operation goes by inside. A client may call a field as it likes, also as a key that the planner fetches
 * (`id: name`), as `__typename`, or as something every JavaScript object has: such a field gets another name on its way through.
 */
export interface ClientNames {
  /** The operation as it is planned. */
  document: DocumentNode;
  /** The name under which a field's value lies in the merged data. */
  innerName(field: FieldNode): string;
  /** A name of a subgraph's error path, or of a variable, as the client knows it. */
  outerName(name: string): string;
}

const REPRESENTATIONS = 'representations';

export const clientNames = (given: DocumentNode, fetchedNames: ReadonlySet<string>): ClientNames => {
  const prefix = unusedPrefix(given);
  const isTaken = (responseName: string, field: string): boolean => responseName in Object.prototype
    || (responseName !== field && (fetchedNames.has(responseName) || responseName === '__typename'));
  const innerName = ({ alias, name }: FieldNode): string => {
    const responseName = (alias ?? name).value;
    return isTaken(responseName, name.value) ? prefix + responseName : responseName;
  };
  const document = visit(given, {
    Field: (field) => {
      const name = innerName(field);
      return name === (field.alias ?? field.name).value ? undefined : { ...field, alias: { kind: Kind.NAME, value: name } };
    },
    // The planner's own variable.
    Variable: ({ name }) => (name.value.startsWith(REPRESENTATIONS) ? { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: prefix + name.value } } : undefined),
  });
  return { document, innerName, outerName: (name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name) };
};

const unusedPrefix = (document: DocumentNode): string => {
  let prefix = 'client__';
  visit(document, { Name: ({ value }) => { while (value.startsWith(prefix)) prefix = `_${prefix}`; } });
  return prefix;
};
