export interface Posted { status: number; body: any; code: string | undefined }

/** A raw request, as any client might send it: status, body and the first error's code. */
export const post = async (url: string, body: unknown, options: { token?: string; headers?: Record<string, string> } = {}): Promise<Posted> => {
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': 'application/json', accept: 'application/json', ...(options.token ? { authorization: `Bearer ${options.token}` } : {}), ...options.headers },
  });
  return answerOf(response);
};

/** A multipart upload of bytes under a name the client chose. */
export const upload = async (url: string, bytes: Uint8Array, name: string, token: string): Promise<Posted> => {
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: 'mutation Up($file: Upload!) { uploadImage(file: $file) { id width height mimeType byteSize sha256 url thumbnailUrl } }', variables: { file: null } }));
  form.set('map', JSON.stringify({ 0: ['variables.file'] }));
  form.set('0', new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
  return answerOf(await fetch(new URL('/graphql', url), { method: 'POST', body: form, headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' } }));
};

const answerOf = async (response: Response): Promise<Posted> => {
  const text = await response.text();
  const body = text.startsWith('{') ? JSON.parse(text) : text;
  return { status: response.status, body, code: body.errors?.[0]?.extensions?.code };
};
