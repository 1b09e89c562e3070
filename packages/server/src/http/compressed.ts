import type { Gzip } from "../options.ts";

const worthwhileBytes = 1024;

/**
 * Gives the bytes as gzip, if the client takes that and it is worth it.
 *
 * @param bytes - The body.
 * @param headers - Those of the answer; `content-encoding` and `vary` are added.
 * @param options - The `Accept-Encoding` of the request, and how the bytes are compressed.
 * @returns The body to send.
 */
export async function compressed(
  bytes: Uint8Array<ArrayBuffer>,
  headers: Headers,
  { accepted, gzip = webGzip }: { readonly accepted: string | null; readonly gzip?: Gzip | undefined },
): Promise<Uint8Array<ArrayBuffer>> {
  headers.append("vary", "accept-encoding");
  if (
    bytes.length <= worthwhileBytes ||
    !acceptsGzip(accepted) ||
    (gzip === webGzip && typeof CompressionStream === "undefined")
  )
    return bytes;
  headers.set("content-encoding", "gzip");
  return await gzip(bytes);
}

/** With what the web has for it. */
async function webGzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const zipped = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(zipped).arrayBuffer());
}

function acceptsGzip(accepted: string | null): boolean {
  return (accepted ?? "").split(",").some((one) => {
    const [coding = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
    return (coding === "gzip" || coding === "*") && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
