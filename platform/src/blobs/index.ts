export { type BlobStore, type StagedBlob, type StoredBlob } from './blob-store.ts';
export { createFolderBlobStore, syncFolder } from './folder-blob-store.ts';
export { createSignedAddresses, type SignedAddresses } from './signed-address.ts';
export { addFileRoute, type ServedFile } from './file-route.ts';
