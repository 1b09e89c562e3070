// Divides by 3, so that the texts of the slices make one text; few enough to pass as arguments.
const sliceBytes = 3 * 1024;

/** The bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += sliceBytes) {
    const slice = bytes.subarray(start, start + sliceBytes);
    // Spreading the slice does the same in six times as long.
    text += btoa(String(Reflect.apply(String.fromCharCode, undefined, slice)));
  }
  return text;
}

/** The bytes of a base64 text. Throws for any other text. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
