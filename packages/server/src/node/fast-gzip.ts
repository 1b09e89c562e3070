import { promisify } from "node:util";
import { gzip } from "node:zlib";

const gzipAtLevel = promisify(gzip);

/**
 * Gives bytes as gzip, as fast as can be: those who ask are near. Streams of the web have no levels, and take seven times as long for
 * a tenth less.
 *
 * @param bytes - What is compressed.
 * @returns The same, smaller.
 */
export async function fastGzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await gzipAtLevel(bytes, { level: 1 }));
}
