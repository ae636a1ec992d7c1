import bcrypt from 'bcryptjs';

// Runs in a worker thread: bcrypt takes hundreds of milliseconds of pure computing.

export const hash = ({ password, cost }: { password: string; cost: number }): string => bcrypt.hashSync(password, cost);

export const compare = ({ password, hash }: { password: string; hash: string }): boolean => bcrypt.compareSync(password, hash);
