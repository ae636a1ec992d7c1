import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { CodedError } from '@microplate/platform/errors';

export const serviceUnavailable = (service: string): CodedError =>
  new CodedError('SERVICE_UNAVAILABLE', `The ${service} service can't be reached. Try again shortly.`, { serviceName: service });

export const gatewayTimeout = (service: string): CodedError =>
  new CodedError('GATEWAY_TIMEOUT', `The ${service} service took too long to answer. Try again shortly.`, { serviceName: service });

/** A subgraph's answer as a GraphQL result, or null for what is none. */
export const resultOf = (text: string): ExecutionResult | null => {
  try {
    const body = JSON.parse(text) as ExecutionResult | null;
    const isResult = typeof body === 'object' && body !== null && ('data' in body || Array.isArray(body.errors));
    return isResult ? body : null;
  } catch {
    return null;
  }
};

/** Codes by which a subgraph speaks of the gateway's call itself, not of what the client asked. */
export const refusesGateway = (status: number, errors: readonly GraphQLFormattedError[] = []): boolean =>
  status === 401 && errors[0]?.extensions?.code === 'UNAUTHENTICATED';
