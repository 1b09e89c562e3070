// Below this the header of a compressed body outweighs what it saves.
const worthwhileBytes = 1_024;

/** The bytes compressed with gzip; `undefined` where that is not possible, or does not pay. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (typeof CompressionStream === "undefined" || bytes.byteLength < worthwhileBytes) return undefined;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
