const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for what can be a row's id. Whatever else a caller sends is nobody's id: not found, and never sent to Postgres, which would fail on it. */
export const isUuid = (text: string): boolean => UUID.test(text);
