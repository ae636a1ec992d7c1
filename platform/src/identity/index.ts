export { DEFAULT_LAB, anonymous, hasScopes, type Identity, type ScopeSets } from './identity.ts';
export { CONTEXT_HEADER, CONTEXT_HEADERS, bindingOf, checkBinding, isIntrospection, signContext, signIntrospection, verifyContext, type ContextClaims, type SignContext } from './context-token.ts';
export { contextHeaders, createServiceClient, type Fetch, type ServiceClient, type ServiceClientOptions, type ServiceRequest } from './service-client.ts';
export { addressBucket } from './address.ts';
