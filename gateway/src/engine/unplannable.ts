import { GraphQLError } from 'graphql';

/** The operation is valid, but this graph can't answer it. */
export class Unplannable extends GraphQLError {
  constructor(message: string) {
    super(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
    this.name = 'Unplannable';
  }
}
