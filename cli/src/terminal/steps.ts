import colours from 'picocolors';

/** Says what is being done while it is done: one line a step, with its time. */
export const createSteps = (out: NodeJS.WriteStream = process.stdout) => {
  const live = Boolean(out.isTTY);
  return {
    run: async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const began = performance.now();
      if (live) out.write(`  ${colours.dim('·')} ${what} ...`);
      try {
        const result = await work();
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        out.write(`${live ? '\r\x1b[2K' : ''}  ${colours.green('✓')} ${what} ${colours.dim(`${seconds} s`)}\n`);
        return result;
      } catch (error) {
        out.write(`${live ? '\r\x1b[2K' : ''}  ${colours.red('✗')} ${what}\n`);
        throw error;
      }
    },
  };
};

export type Steps = ReturnType<typeof createSteps>;
