export { ERROR_CODES, httpStatusOf, isErrorCode, type ErrorCode } from './codes.ts';
export { CodedError, badUserInput, forbidden, notFound, unauthenticated } from './coded-error.ts';
export { causeOf, isUnexpected, maskError } from './format-error.ts';
