// Arguments of a call are limited: bytes become characters in pieces. A multiple of three, so that the pieces can be joined.
const pieceBytes = 3 * 8_192;

/** Bytes as base64 text. */
export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + pieceBytes)));
  }
  return text;
}
