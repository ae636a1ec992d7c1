const afterCommitHooks = new WeakMap<object, (() => Promise<void> | void)[]>();

/** What was registered in this transaction. */
export const hooksOf = (transaction: object) => afterCommitHooks.get(transaction) ?? [];

/** Registers what must happen once the surrounding `Database.transaction` has committed; dropped on rollback. */
export const afterCommit = (transaction: object, hook: () => Promise<void> | void): void => {
  afterCommitHooks.set(transaction, [...hooksOf(transaction), hook]);
};
