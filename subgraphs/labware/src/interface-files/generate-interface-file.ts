import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '@microplate/platform/database';
import { badUserInput } from '@microplate/platform/errors';
import type { Identity } from '@microplate/platform/identity';
import type { Logger } from '@microplate/platform/logging';
import { LABEL_RULE, normaliseLabel } from '@microplate/schema/identifiers';
import type { Outbox } from '../delivery/outbox-store.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { fileNameOf } from '../dialects/file-name-rules.ts';
import { writeInterfaceFile } from '../dialects/interface-file-rules.ts';
import { insertFile } from './interface-file-store.ts';
import type { InterfaceFile } from './interface-file.ts';
import type { ReportSource } from './report-source.ts';

export interface GenerateRequest { sampleNo: string; dialect: Dialect; testNumber: string | null }

export interface GenerateDeps {
  database: Database;
  reports: ReportSource;
  /** Null where no destination is set. */
  outbox: Outbox | null;
  timeZone: string;
  now: () => Date;
}

/** @throws CodedError BAD_USER_INPUT naming the field. */
export const checkGenerateInput = (input: { sampleNo: string; dialect?: Dialect | null; testNumber?: string | null }): GenerateRequest => ({
  sampleNo: label('sampleNo', input.sampleNo),
  dialect: input.dialect ?? 'LABWARE_V2',
  testNumber: input.testNumber == null ? null : label('testNumber', input.testNumber),
});

/**
 * Asks results, writes the file, and stores it with its delivery in one transaction.
 * @throws CodedError NOT_FOUND, NO_ACCEPTED_RESULT, CONFLICT or SERVICE_UNAVAILABLE; nothing is stored then.
 */
export const generateInterfaceFile = async (deps: GenerateDeps, request: GenerateRequest, who: { identity: Identity; logger: Logger }): Promise<InterfaceFile> => {
  const generatedAt = deps.now();
  const report = await deps.reports(request.sampleNo, who.identity, who.logger);
  const { content, ...written } = writeInterfaceFile(report, request);
  const name = { dialect: request.dialect, sampleNo: request.sampleNo, at: generatedAt, timeZone: deps.timeZone };
  const file = {
    ...written, content, id: randomUUID(), labId: who.identity.labId, sampleNo: request.sampleNo, dialect: request.dialect,
    sha256: createHash('sha256').update(content).digest('hex'), byteSize: Buffer.byteLength(content),
    status: deps.outbox ? 'PENDING' as const : 'GENERATED' as const, generatedBy: who.identity.userId, generatedAt,
  };
  return deps.database.transaction(async (em) => {
    const stored = await insertFile(em, file, (ordinal) => fileNameOf(name, ordinal));
    await deps.outbox?.add(em, stored);
    return stored;
  });
};

const label = (field: string, value: string): string => {
  const normal = normaliseLabel(value);
  if (normal === null) throw badUserInput(field, `"${field}" ${LABEL_RULE}.`);
  return normal;
};
