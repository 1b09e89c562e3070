/** Whether a key is the engine's own: Burr for Python keeps such keys in the state. */
export function isPrivateKey(key: string): boolean {
  return key.startsWith("__");
}
