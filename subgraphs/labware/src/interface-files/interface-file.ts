import type { EndPointPolicyName } from '@microplate/schema/report';
import type { Dialect } from '../dialects/dialect.ts';

export type InterfaceFileStatus = 'PENDING' | 'GENERATED' | 'DELIVERED' | 'FAILED';

/** A stored file without its bytes. */
export interface InterfaceFile {
  id: string;
  labId: string;
  sampleNo: string;
  fileName: string;
  dialect: Dialect;
  policy: EndPointPolicyName;
  testNumber: string | null;
  warnings: string[];
  sha256: string;
  byteSize: number;
  status: InterfaceFileStatus;
  generatedBy: string | null;
  generatedAt: Date;
}
