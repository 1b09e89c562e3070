import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { bytesText, countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { pointerText } from "../../model/value/pointer-text.ts";
import { previewTokens, sizeText, valueTokens } from "../../model/value/value-tokens.ts";
import { specialValue } from "../../model/value/special-value.ts";
import type { TreeNode } from "../../model/value/tree-node.ts";
import type { TreeRow } from "../../model/value/tree-rows.ts";
import { TokenLine } from "./value-text.tsx";
import styles from "./value-tree.module.css";

interface TreeRowViewProps {
  readonly id: string;
  readonly row: TreeRow;
  readonly top: number;
  readonly height: number;
  readonly isSelected: boolean;
  readonly isHit: boolean;
  readonly aside: ReactNode;
  readonly onSelect: (pointer: string) => void;
  readonly onToggle: (node: TreeNode, isOpen: boolean) => void;
  readonly onMore: (pointer: string, page: number) => void;
  readonly onRead: ((node: TreeNode) => void) | undefined;
}

const indentPixels = 16;
const mostLevels = 8;
/** Containers with more bytes than this say how large they are. */
const largeBytes = 1000;

/** A line of a tree. */
export function TreeRowView({
  id,
  row,
  top,
  height,
  isSelected,
  isHit,
  aside,
  onSelect,
  onToggle,
  onMore,
  onRead,
}: TreeRowViewProps) {
  const level = Math.min(row.level, mostLevels);
  const place = { transform: `translateY(${top}px)`, height, paddingInlineStart: (level - 1) * indentPixels + 8 };
  const guides = Array.from({ length: level - 1 }, (_, index) => (
    <span key={index} className={styles["guide"]} style={{ insetInlineStart: index * indentPixels + 15 }} aria-hidden />
  ));
  if (row.kind !== "node") {
    return (
      <div
        id={id}
        role="treeitem"
        aria-level={row.level}
        aria-selected={isSelected}
        aria-disabled={row.kind !== "more"}
        className={`${styles["row"]} ${styles["note"]} ${isSelected ? styles["selected"] : ""}`}
        style={place}
        onClick={() => row.kind === "more" && onMore(row.pointer, row.page)}
      >
        {guides}
        {row.kind === "wait" && <span aria-label="Loading">…</span>}
        {row.kind === "failed" && <span className={styles["failed"]}>This part could not be fetched.</span>}
        {row.kind === "more" && <span className={styles["more"]}>Show more ({countText(row.count)} left out)</span>}
      </div>
    );
  }
  const { node, isOpen, isExpandable } = row;
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-expanded={isExpandable ? isOpen : undefined}
      aria-selected={isSelected}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      className={`${styles["row"]} ${isSelected ? styles["selected"] : ""} ${isHit ? styles["hit"] : ""}`}
      style={place}
      onClick={() => onSelect(node.pointer)}
      onDoubleClick={() => (isExpandable ? onToggle(node, isOpen) : onRead?.(node))}
    >
      {guides}
      {isExpandable ? (
        <span
          className={styles["chevron"]}
          aria-hidden
          onClick={(event) => {
            event.stopPropagation();
            onSelect(node.pointer);
            onToggle(node, isOpen);
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <ChevronRight size={14} strokeWidth={1.5} className={isOpen ? styles["turned"] : ""} />
        </span>
      ) : (
        <span className={styles["chevron"]} aria-hidden />
      )}
      {row.level > mostLevels && <span className={styles["path"]}>{pointerText(node.pointer)}</span>}
      <span className={styles["key"]}>{node.key === "" ? '""' : visibleText(node.key)}</span>
      <span className={styles["colon"]}>:</span>
      <span className={styles["value"]}>
        <NodeText node={node} isOpen={isOpen} />
      </span>
      <NodeSize node={node} />
      {aside}
    </div>
  );
}

/** The value of a line: of what is open, only what it is. */
function NodeText({ node, isOpen }: { readonly node: TreeNode; readonly isOpen: boolean }) {
  const { preview, value } = node;
  if (!isOpen)
    return <TokenLine tokens={value === undefined ? previewTokens(preview, 160) : valueTokens(value.raw, 160)} />;
  const special = specialValue(value === undefined ? preview.value : value.raw);
  const text = special?.text ?? (preview.type === "array" ? "[…]" : preview.type === "object" ? "{…}" : preview.type);
  return <TokenLine tokens={[{ kind: special === undefined ? "punctuation" : "special", text: visibleText(text) }]} />;
}

function NodeSize({ node: { preview } }: { readonly node: TreeNode }) {
  const isContainer = preview.type === "array" || preview.type === "object";
  const count = isContainer && (preview.length ?? 0) > 0 ? sizeText(preview) : "";
  const bytes =
    preview.bytes > largeBytes || (preview.type === "string" && preview.bytes > 200) ? bytesText(preview.bytes) : "";
  const text = [count, bytes].filter((part) => part !== "").join(" · ");
  return text === "" ? null : <span className={styles["size"]}>{text}</span>;
}
