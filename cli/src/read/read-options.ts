import type { Environment } from '../start/start-environment.ts';
import type { Reading } from './read-photo.ts';

/** What `microplate read` was told. */
export interface ReadOptions extends Reading {
  environment: Environment;
  url: string;
  login?: string;
  /** For a folder, optional: see `labelsOf`. */
  sample?: string;
  submission?: string;
  plate?: string;
  dialect: string;
  out: string;
  json?: boolean;
  /** Of a folder: reads photographs again that an earlier call has read. */
  again?: boolean;
}
