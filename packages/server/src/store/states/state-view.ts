import { blobReference, isTagged, pointerKeys, preview, type RunFiles, type StateNode } from "@burrjs/protocol";
import { readBlob } from "./blobs.ts";

/** How many children a page has. */
const pageLength = 100;

/** Which part of a state. */
export interface NodeOptions {
  /** A JSON Pointer. */
  readonly path: string;
  /** How many levels of children. */
  readonly depth: number;
  /** Which page of the children of the node itself, from 0. */
  readonly page: number;
}

/**
 * Part of a state: a value with its children to a depth. Large values that stand in files of their own are opened where the path
 * leads into them.
 *
 * @param files - Where those files are.
 * @param state - The state as it stands in the log.
 * @returns `undefined` when there is nothing at that path.
 */
export async function stateNode(
  files: RunFiles,
  state: unknown,
  { path, depth, page }: NodeOptions,
): Promise<StateNode | undefined> {
  let value = state;
  for (const key of pointerKeys(path) ?? [undefined]) {
    const child = key === undefined ? undefined : childOf(await opened(files, value), key);
    if (child === undefined) return undefined;
    value = child.value;
  }
  // What is shown of a large value is the value itself once somebody goes to it.
  if (depth > 0) value = await opened(files, value);
  return nodeOf(value, depth, page);
}

function nodeOf(value: unknown, depth: number, page: number): StateNode {
  const node = preview(value);
  if (depth === 0 || typeof value !== "object" || value === null || isTagged(value)) return node;
  const keys = Object.keys(value);
  const shown = keys.slice(page * pageLength, (page + 1) * pageLength);
  const children = shown.map((key) => ({ key, node: nodeOf(childOf(value, key)?.value, depth - 1, 0) }));
  return { ...node, children, ...((page + 1) * pageLength < keys.length && { next_page: page + 1 }) };
}

async function opened(files: RunFiles, value: unknown): Promise<unknown> {
  const blob = blobReference(value);
  if (blob === undefined) return value;
  const found = await readBlob(files, blob.sha256);
  return found === undefined ? value : found.value;
}

function childOf(value: unknown, key: string): { readonly value: unknown } | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  if (Array.isArray(value) && key === "length") return undefined;
  return { value: Reflect.get(value, key) as unknown };
}
