import { readFileSync } from "node:fs";
import { isObject } from "@burrjs/protocol";

/** The version of this package. */
export const version: string = readVersion();

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return isObject(manifest) ? String(manifest["version"]) : "";
}
