import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { type StateAt, type StepKey, valueQuery } from "../../../../data/step-queries.ts";
import { bytesText, countText } from "../../../../format/quantities.ts";
import { ancestorPointers, pointerText } from "../../../../model/value/pointer-text.ts";
import type { TreeNode } from "../../../../model/value/tree-node.ts";
import type { ValueHit } from "../../../../model/value/find-in-value.ts";
import { ValueReader } from "../../../../parts/value/value-reader.tsx";
import { ValueTree } from "../../../../parts/value/value-tree.tsx";
import { useRun } from "../../run-context.ts";
import { StepLink } from "../step-link.tsx";
import { StepError } from "../step-error.tsx";
import styles from "../inspector.module.css";
import { FindBox } from "./find-box.tsx";
import { KeyBar } from "./key-bar.tsx";
import { closeAll, closeNode, openNode } from "./open-nodes.ts";
import { PinnedKeys } from "./pinned-keys-list.tsx";
import { useStateTree } from "./use-state-tree.ts";
import state from "./state.module.css";

/** Each part that is not at hand is a request. */
const mostAtOnce = 50;

interface StateTreeProps {
  readonly step: StepKey;
  readonly at: StateAt;
}

/** The state at a step as a tree, with what can be done with the selected value below it. */
export function StateTree({ step, at }: StateTreeProps) {
  const { key, search, move } = useRun();
  const [withPrivate, setWithPrivate] = useState(false);
  const [hits, setHits] = useState<ReadonlySet<string>>(new Set());
  const [reading, setReading] = useState<string | undefined>(undefined);
  const find = useRef<HTMLInputElement>(null);
  const { rows, root, error, isOld, hidden } = useStateTree(step, at, { withPrivate });
  const selected = search.sel?.startsWith("key:") === true ? search.sel.slice(4) : undefined;
  const select = (pointer: string): void => move({ sel: `key:${pointer}` });
  const writers = root?.writers ?? {};
  const show = useMemo(
    () =>
      ({ pointer, way }: ValueHit): void => {
        for (const { pointer: node, page } of way) openNode(node, page);
        move({ sel: `key:${pointer}` });
      },
    [move],
  );
  // A second press is the browser's own search.
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || document.activeElement === find.current)
      return;
    event.preventDefault();
    find.current?.focus();
    find.current?.select();
  };
  if (error !== null) return <StepError error={error} />;
  return (
    <div className={state["body"]} onKeyDown={onKeyDown}>
      <FindBox step={step} at={at} bytes={root?.node.bytes ?? 0} inputRef={find} onHits={setHits} onShow={show} />
      <PinnedKeys step={step} at={at} onShow={(pointer) => revealed(pointer, move)} />
      <div
        className={`${state["tree"]} ${isOld ? styles["old"] : ""} ${isOld || root === undefined ? styles["busy"] : ""}`}
        aria-busy={isOld || root === undefined}
      >
        <ValueTree
          label={`State ${at} step ${step.sequenceId}`}
          rows={rows}
          selected={selected}
          onSelect={select}
          onOpen={({ pointer }) => openNode(pointer)}
          onClose={({ pointer }) => closeNode(pointer)}
          onMore={openNode}
          onCloseAll={closeAll}
          onOpenAll={(nodes) => nodes.slice(0, mostAtOnce).forEach(({ pointer }) => openNode(pointer))}
          onRead={({ pointer }) => setReading(pointer)}
          isHit={(pointer) => hits.has(pointer)}
          aside={(node) => <Writer node={node} writers={writers} />}
        />
        {root !== undefined && rows.length === 0 && <p className={styles["empty"]}>The state has no keys.</p>}
      </div>
      {(hidden > 0 || withPrivate) && (
        <label className={state["private"]}>
          <input type="checkbox" checked={withPrivate} onChange={(event) => setWithPrivate(event.target.checked)} />
          Show keys of the engine (<code>__…</code>){hidden > 0 && `: ${countText(hidden)} hidden`}
        </label>
      )}
      {selected === undefined ? (
        root !== undefined && (
          <p className={state["foot"]}>
            {countText(root.node.length ?? 0)} {root.node.length === 1 ? "key" : "keys"} · {bytesText(root.node.bytes)}
          </p>
        )
      ) : (
        <KeyBar step={step} at={at} pointer={selected} writers={writers} onRead={() => setReading(selected)} />
      )}
      {reading !== undefined && (
        <StateReader
          step={step}
          at={at}
          pointer={reading}
          onClose={() => setReading(undefined)}
          project={key.project}
        />
      )}
    </div>
  );
}

function Writer({
  node,
  writers,
}: {
  readonly node: TreeNode;
  readonly writers: Readonly<Record<string, { readonly sequence_id: number }>>;
}) {
  if (node.pointer.lastIndexOf("/") !== 0 || !Object.hasOwn(writers, node.key)) return null;
  const writer = writers[node.key];
  return writer === undefined ? null : (
    <span className={state["writer"]}>
      <StepLink sequenceId={writer.sequence_id} isSkipped />
    </span>
  );
}

interface StateReaderProps extends StateTreeProps {
  readonly pointer: string;
  readonly project: string;
  readonly onClose: () => void;
}

function StateReader({ step, at, pointer, onClose }: StateReaderProps) {
  const { key } = useRun();
  const { data, error } = useQuery(valueQuery(key, step, { of: at, path: pointer }));
  return (
    <ValueReader
      title={pointerText(pointer)}
      value={data === undefined ? undefined : { raw: data.value }}
      error={error}
      onClose={onClose}
    />
  );
}

function revealed(pointer: string, move: (change: { readonly sel: string }) => void): void {
  for (const parent of ancestorPointers(pointer)) if (parent !== "") openNode(parent);
  move({ sel: `key:${pointer}` });
}
