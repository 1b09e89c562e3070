import { preview, type StateView, type ValuePreview } from "@burrjs/protocol";
import { childPointer } from "./pointer-text.ts";
import { specialValue } from "./special-value.ts";

/** A value in a tree. */
export interface TreeNode {
  readonly key: string;
  /** Where it is in the log's form of the whole. */
  readonly pointer: string;
  readonly preview: ValuePreview;
  /** The value itself, where it is at hand though it is large. */
  readonly value?: { readonly raw: unknown };
}

/** How many children the server gives at once. */
export const pageLength = 100;

const made = new WeakMap<TreeNode | StateView, readonly TreeNode[]>();

/** A value that is at hand, as the root of a tree. */
export function rootNode(value: unknown, key = "", pointer = ""): TreeNode {
  return { key, pointer, preview: preview(value), value: { raw: value } };
}

/** A value that may have been cut, as the root of a tree. */
export function previewNode(shown: ValuePreview, key: string, pointer: string): TreeNode {
  return { key, pointer, preview: shown };
}

/** The children that the server gave for a path; the same objects each time. */
export function viewNodes(view: StateView): readonly TreeNode[] {
  const known = made.get(view);
  if (known !== undefined) return known;
  const nodes = (view.node.children ?? []).map(({ key, node }): TreeNode => ({
    key,
    pointer: childPointer(view.path, key),
    preview: node,
  }));
  made.set(view, nodes);
  return nodes;
}

/** Whether a value has parts that a tree can show. */
export function isExpandable({ preview: shown, value }: TreeNode): boolean {
  if (shown.type === "array" || shown.type === "object") return shown.length !== 0;
  if (shown.type !== "special") return false;
  const raw = value === undefined ? shown.value : value.raw;
  return raw === undefined ? shown.truncated === true : (specialValue(raw)?.parts?.length ?? 0) > 0;
}

/** The children of a value that is at hand; `undefined` when the server has to be asked. The same objects each time. */
export function localChildren(node: TreeNode): readonly TreeNode[] | undefined {
  const known = made.get(node);
  if (known !== undefined) return known;
  if (node.value === undefined && node.preview.truncated === true) return undefined;
  const children = childrenOf(node, node.value === undefined ? node.preview.value : node.value.raw);
  made.set(node, children);
  return children;
}

/** Where the children of a value that is not at hand are asked for: those of a tag stand in its `value`. */
export function remotePath({ pointer, preview: shown }: TreeNode): string {
  return shown.type === "special" ? `${pointer}/value` : pointer;
}

function childrenOf({ pointer }: TreeNode, value: unknown): readonly TreeNode[] {
  const special = specialValue(value);
  if (special !== undefined)
    return (special.parts ?? []).map(({ key, path, value: part }) => rootNode(part, key, pointer + path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).map(([key, child]: [string, unknown]) =>
    rootNode(child, key, childPointer(pointer, key)),
  );
}
