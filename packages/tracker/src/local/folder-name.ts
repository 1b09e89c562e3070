import { machine } from "../machine/machine.ts";
import type { LogFormat } from "../record/app-lines.ts";

/** The longest name of a folder; file systems take 255 bytes, and some more is needed for the mark of a name that was cut. */
const longest = 200;

/**
 * The name of the folder of an application: its id, percent-encoded, then `~` and its partition key if it has one. `metadata.json`
 * in it has the ids as they are; names that are too long are cut, and cannot be turned back.
 *
 * @param app - Whose folder it is.
 * @param app.appId - Any text.
 * @param app.partitionKey - Any text, or `null`.
 * @param format - In the form of Burr for Python, the name is the id where it can be.
 * @returns A name that is safe on all file systems.
 */
export function folderName(
  { appId, partitionKey }: { readonly appId: string; readonly partitionKey: string | null },
  format: LogFormat = "burrjs",
): string {
  if (format === "python") return isPlain(appId) ? appId : shortened(encoded(appId), appId);
  const name = partitionKey === null ? encoded(appId) : `${encoded(appId)}~${encoded(partitionKey)}`;
  return shortened(name, JSON.stringify([appId, partitionKey]));
}

function encoded(id: string): string {
  const name = encodeURIComponent(id.replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll(/^\.|\.$|[~*]/g, percent);
  return isDevice(name) ? name.replace(/^./, percent) : name;
}

function shortened(name: string, ids: string): string {
  // Halves of pairs of surrogates cannot be encoded: the hash tells such names apart.
  if (name !== "" && name.length <= longest && !/\p{Surrogate}/u.test(ids) && !/\\ud[89a-f]/i.test(ids)) return name;
  const hash = machine.sha256(JSON.stringify(ids)).slice(0, 16);
  return `${name.slice(0, longest).replace(/%.?$/, "")}~${hash}`;
}

function isPlain(id: string): boolean {
  return /^[A-Za-z0-9_\-:@+=,][A-Za-z0-9_\-:@+=,. ]{0,199}$/.test(id) && !/[ .]$/.test(id) && !isDevice(id);
}

/** Names that mean something else on Windows. */
function isDevice(name: string): boolean {
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name);
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
