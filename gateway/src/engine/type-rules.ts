import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** Whether an object that says it is a `typename` meets the condition; one that doesn't say may be anything, or nothing. */
export const isOfType = (schema: GraphQLSchema, typename: unknown, condition: string | undefined, ifUnknown = false): boolean => {
  if (!typename || !condition) return ifUnknown;
  if (typename === condition) return true;
  const type = schema.getType(String(typename));
  const conditional = schema.getType(condition);
  return isAbstractType(conditional) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(conditional, type);
};
