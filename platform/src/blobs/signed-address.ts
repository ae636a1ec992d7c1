import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedAddresses {
  /** A public address of `path` below `/files/<service>/`, good until it expires. */
  sign(path: string): string;
  /** True for an address that this service signed and that has not expired. */
  verify(url: URL): boolean;
}

/**
 * Addresses that work without signing in, for a while: `<publicUrl>/files/<service>/<path>?expires=<s>&signature=<hmac>`.
 * The expiry is rounded up to the hour's quarter, so that a browser may cache one address.
 */
export const createSignedAddresses = (options: { publicUrl: string; service: string; key: string; lifetimeSeconds?: number; now?: () => number }): SignedAddresses => {
  const { publicUrl, service, key, lifetimeSeconds = 3600, now = Date.now } = options;
  const signatureOf = (pathname: string, expires: string) => createHmac('sha256', key).update(`${pathname}\n${expires}`).digest('base64url');
  return {
    sign: (path) => {
      const pathname = `/files/${service}/${path}`;
      const expires = String(Math.ceil((now() / 1000 + lifetimeSeconds) / 900) * 900);
      return `${publicUrl.replace(/\/$/, '')}${pathname}?expires=${expires}&signature=${signatureOf(pathname, expires)}`;
    },
    verify: (url) => {
      const expires = url.searchParams.get('expires') ?? '';
      const given = Buffer.from(url.searchParams.get('signature') ?? '');
      const wanted = Buffer.from(signatureOf(url.pathname, expires));
      return given.length === wanted.length && timingSafeEqual(given, wanted) && Number(expires) * 1000 > now();
    },
  };
};
