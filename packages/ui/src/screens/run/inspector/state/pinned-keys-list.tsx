import { useQuery } from "@tanstack/react-query";
import { PinOff } from "lucide-react";
import { type StateAt, stateQuery, type StepKey } from "../../../../data/step-queries.ts";
import { ApiError } from "../../../../data/api.ts";
import { pointerText } from "../../../../model/value/pointer-text.ts";
import { IconButton } from "../../../../parts/button.tsx";
import { ValuePreviewText } from "../../../../parts/value/value-text.tsx";
import { useRun } from "../../run-context.ts";
import styles from "../inspector.module.css";
import { togglePin, usePinnedKeys } from "../../../../data/pinned-keys.ts";
import { PinSpark } from "./pin-spark.tsx";
import state from "./state.module.css";

interface PinnedKeysProps {
  readonly step: StepKey;
  readonly at: StateAt;
  readonly onShow: (pointer: string) => void;
}

/** The pinned values, above the state: they stay in sight from step to step. */
export function PinnedKeys(props: PinnedKeysProps) {
  const { key } = useRun();
  const pins = usePinnedKeys(key.project);
  if (pins.length === 0) return null;
  return (
    <ul className={state["pins"]} aria-label="Pinned keys">
      {pins.map((pointer) => (
        <PinnedKey key={pointer} pointer={pointer} {...props} />
      ))}
    </ul>
  );
}

function PinnedKey({ pointer, step, at, onShow }: PinnedKeysProps & { readonly pointer: string }) {
  const { key } = useRun();
  const { data, error } = useQuery(stateQuery(key, step, { at, path: pointer }));
  const isAbsent = error instanceof ApiError && error.status === 404;
  return (
    <li className={state["pin"]}>
      <button type="button" className={state["pinName"]} onClick={() => onShow(pointer)}>
        {pointerText(pointer)}
      </button>
      <span className={state["pinValue"]}>
        {data !== undefined && <ValuePreviewText preview={data.node} />}
        {isAbsent && <span className={styles["note"]}>not set</span>}
      </span>
      <PinSpark pointer={pointer} />
      <IconButton
        label={`Take the pin of ${pointerText(pointer)} away`}
        onClick={() => togglePin(key.project, pointer)}
      >
        <PinOff size={14} strokeWidth={1.5} aria-hidden />
      </IconButton>
    </li>
  );
}
