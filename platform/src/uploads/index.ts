export { Upload, uploadScalar, type UploadSource } from './upload.ts';
export { readUpload, type ReceivedUpload, type UploadLimits } from './read-upload.ts';
export { findUploads, multipartBody, type MultipartBody } from './multipart-body.ts';
