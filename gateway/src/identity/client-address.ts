import { BlockList, isIP } from 'node:net';

/** The proxies whose word on where a request came from is taken. */
export type TrustedProxies = Pick<BlockList, 'check'>;

/** Where a request came from, by its connection's other end and its `x-forwarded-for`. */
export type AddressOf = (peer: string | null | undefined, forwardedFor: string | null | undefined) => string | null;

/** @param ranges addresses and CIDR ranges. @throws Error naming one that is neither. */
export const trustedProxies = (ranges: readonly string[]): TrustedProxies => {
  const list = new BlockList();
  for (const range of ranges) {
    const [address, prefix] = range.split('/');
    const family = familyOf(address);
    const most = family === 'ipv4' ? 32 : 128;
    const bits = prefix === undefined ? most : /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
    if (!family || !(bits <= most)) throw new Error(`"${range}" is no address and no range such as 10.0.0.0/8.`);
    list.addSubnet(address, bits, family);
  }
  return list;
};

const familyOf = (address: string): 'ipv4' | 'ipv6' | null => (isIP(address) === 4 ? 'ipv4' : isIP(address) === 6 ? 'ipv6' : null);

export const createAddressOf = (proxies: TrustedProxies): AddressOf => (peer, forwardedFor) => clientAddressOf(peer ?? null, forwardedFor, proxies);

/**
 * Where a request came from: the connection's other end, unless that is a proxy we trust. Then `x-forwarded-for` is read
 * from the right, past further trusted ones; what stands left of the first stranger is only what the stranger says.
 */
export const clientAddressOf = (peer: string | null, forwardedFor: string | null | undefined, proxies: TrustedProxies): string | null => {
  if (!peer || !forwardedFor || !isTrusted(peer, proxies)) return peer;
  let nearest = peer;
  for (const hop of forwardedFor.slice(-MOST_LETTERS).split(',').reverse().map((part) => part.trim())) {
    if (!familyOf(hop)) return nearest;
    nearest = hop;
    if (!isTrusted(hop, proxies)) return hop;
  }
  return nearest;
};

const MOST_LETTERS = 1000;

const isTrusted = (address: string, proxies: TrustedProxies): boolean => {
  const family = familyOf(address);
  return family !== null && proxies.check(address, family);
};
