import net from 'node:net';

/** A TCP port of loopback that nobody uses at this moment. */
export const freePort = (): Promise<number> => new Promise((resolve, reject) => {
  const probe = net.createServer().once('error', reject).listen(0, '127.0.0.1', () => {
    const { port } = probe.address() as net.AddressInfo;
    probe.close(() => resolve(port));
  });
});
