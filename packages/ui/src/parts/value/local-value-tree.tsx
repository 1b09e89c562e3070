import type { ValuePreview } from "@burrjs/protocol";
import { useMemo, useState } from "react";
import { closed, opened, type OpenNodes, type PageOf, treeRows } from "../../model/value/tree-rows.ts";
import { localChildren, previewNode, rootNode, type TreeNode } from "../../model/value/tree-node.ts";
import { ValueTree } from "./value-tree.tsx";

const nothingFetched: PageOf = () => "failed";

interface LocalValueTreeProps {
  readonly label: string;
  /** By name. */
  readonly values: readonly (readonly [key: string, value: ValuePreview | { readonly raw: unknown }])[];
  readonly onRead?: (node: TreeNode) => void;
  readonly maxHeight?: number;
  /** Whether the values at the top are open from the start. */
  readonly isOpen?: boolean;
}

/** Values that are at hand as a tree: inputs, a result, attributes. */
export function LocalValueTree({ label, values, onRead, maxHeight = 360, isOpen = false }: LocalValueTreeProps) {
  const roots = useMemo(
    () =>
      values.map(([key, value]) => {
        const pointer = `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        return "raw" in value ? rootNode(value.raw, key, pointer) : previewNode(value, key, pointer);
      }),
    [values],
  );
  const [open, setOpen] = useState<OpenNodes>(() =>
    isOpen ? new Map(roots.map(({ pointer }) => [pointer, new Set([0])])) : new Map(),
  );
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const { rows } = useMemo(() => treeRows(roots, open, nothingFetched), [roots, open]);
  return (
    <ValueTree
      label={label}
      rows={rows}
      selected={selected}
      onSelect={setSelected}
      // What was cut is read in full, and not opened in place.
      onOpen={(node) =>
        localChildren(node) === undefined ? onRead?.(node) : setOpen((old) => opened(old, node.pointer))
      }
      onClose={(node) => setOpen((old) => closed(old, node.pointer))}
      onMore={() => {}}
      onCloseAll={() => setOpen(new Map())}
      onOpenAll={(nodes) =>
        setOpen((old) =>
          nodes
            .filter((node) => localChildren(node) !== undefined)
            .reduce<OpenNodes>((next, { pointer }) => opened(next, pointer), old),
        )
      }
      {...(onRead === undefined ? {} : { onRead })}
      maxHeight={maxHeight}
    />
  );
}
