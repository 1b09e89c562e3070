const worthwhileBytes = 1024;

/**
 * Gives the bytes as gzip, if the client takes that and it is worth it.
 *
 * @param bytes - The body.
 * @param headers - Those of the answer; `content-encoding` and `vary` are added.
 * @param accepted - The `Accept-Encoding` of the request.
 * @returns The body to send.
 */
export async function compressed(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Headers,
  accepted: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  headers.append("vary", "accept-encoding");
  if (bytes.length <= worthwhileBytes || !acceptsGzip(accepted) || typeof CompressionStream === "undefined")
    return bytes;
  const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  headers.set("content-encoding", "gzip");
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}

function acceptsGzip(accepted: string | null): boolean {
  return (accepted ?? "").split(",").some((one) => {
    const [coding = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
    return (coding === "gzip" || coding === "*") && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
