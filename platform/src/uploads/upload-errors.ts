import { CodedError } from '../errors/index.ts';

/**
 * graphql-upload-ts fails with plain and http-errors of status 400, 413 and 499; busboy below it with plain ones.
 * All of them are the client's; what the operating system reports (a full disk, say) stays as it is.
 */
export const codedUploadError = (error: unknown): unknown => {
  if (error instanceof CodedError || isOurs(error)) return error;
  const { status, message } = error as { status?: number; message: string };
  const plain = message.split('(https://')[0].trim().slice(0, 300);
  if (status === 413 && message.includes('max file uploads')) return new CodedError('BAD_USER_INPUT', `Too many files in one request: ${plain}`);
  if (status === 413) {
    const limit = Number(/(\d+) byte/.exec(message)?.[1]);
    return new CodedError('PAYLOAD_TOO_LARGE', `A file or field of the upload has ${limit} bytes or more, which is too many. Send a smaller one.`, { limit });
  }
  if (status === 499) return new CodedError('BAD_REQUEST', 'The upload broke off before its end. Send it again.');
  return new CodedError('BAD_REQUEST', `The multipart request can't be read: ${plain.replace(/\.$/, '')}.`);
};

/** Errors of system calls have an errno, streams cut off by us an ERR_ code. */
const isOurs = (error: unknown): boolean => {
  const { errno, code } = error as NodeJS.ErrnoException;
  return errno !== undefined || (typeof code === 'string' && code.startsWith('ERR_') && code !== 'ERR_STREAM_PREMATURE_CLOSE');
};
