import { parsedJson } from "./parsed-json.ts";

/** What went into a joined part. */
export interface Manifest {
  /** The names of all parts that ever went into it, also of joined ones. */
  readonly names: readonly string[];
  /** Whether it is not certain yet that the joined part stays: until then what went into it counts, all of which is there. */
  readonly isPending: boolean;
}

/** Reads the manifest of a joined part; `undefined` when it has none any more. */
export type ReadManifest = (joinedName: string) => Promise<Manifest | undefined>;

/** What the keys of all manifests of a log begin with. */
export function manifestFolder(base: string): string {
  return `${base}joined/`;
}

/** Where the manifest of a joined part is. */
export function manifestKey(base: string, joinedName: string): string {
  return `${manifestFolder(base)}${joinedName}.json`;
}

/** The joined part whose manifest has this key. */
export function nameOfManifest(base: string, key: string): string {
  return key.slice(manifestFolder(base).length, -".json".length);
}

/** A manifest as it is stored. */
export function manifestText({ names, isPending }: Manifest): string {
  return JSON.stringify(isPending ? { names, pending: true } : { names });
}

/** The manifest in the bytes of an object; `undefined` when it is none. */
export function parseManifest(bytes: Uint8Array | undefined): Manifest | undefined {
  const value = bytes && parsedJson(new TextDecoder().decode(bytes));
  if (typeof value !== "object" || value === null || !("names" in value) || !Array.isArray(value.names))
    return undefined;
  const names = value.names.filter((name): name is string => typeof name === "string");
  return { names, isPending: "pending" in value && value.pending === true };
}

/** Whether the bytes of an object are a manifest that will not change any more. */
export function isFinal(bytes: Uint8Array): boolean {
  return parseManifest(bytes)?.isPending === false;
}
