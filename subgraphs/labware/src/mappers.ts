export type { InterfaceFile as InterfaceFileParent } from './interface-files/interface-file.ts';
