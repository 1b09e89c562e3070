import { List, Maximize, Undo2, ZoomIn, ZoomOut } from "lucide-react";
import { useState } from "react";
import { useStored } from "../../data/stored.ts";
import { useCommands } from "../../shell/commands.ts";
import { IconButton } from "../button.tsx";
import type { GraphSubject } from "./graph-subject.ts";
import styles from "./graph.module.css";
import { movedNodesOf } from "./moved-nodes.ts";
import { allowedZoom } from "./use-viewport.ts";

/** How a graph is looked at. */
interface GraphLook {
  readonly asList: boolean;
  readonly setAsList: (asList: boolean) => void;
  /** `undefined`: it fits the pane. */
  readonly zoom: number | undefined;
  readonly setZoom: (zoom: number | undefined) => void;
}

/**
 * How a graph is looked at, to begin with so that it fits.
 *
 * @param ways - What the address says: `list`, or nothing for a picture.
 */
export function useGraphLook(ways: "list" | undefined, onWays: (ways: "list" | undefined) => void): GraphLook {
  const [zoom, setZoom] = useState<number | undefined>(undefined);
  return { asList: ways === "list", setAsList: (asList) => onWays(asList ? "list" : undefined), zoom, setZoom };
}

const icon = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;

interface GraphToolsProps {
  readonly look: GraphLook;
  readonly subject: GraphSubject | undefined;
}

/** Buttons and commands that change how a graph is looked at. */
export function GraphTools({ look, subject }: GraphToolsProps) {
  const { asList, setAsList, zoom, setZoom } = look;
  const resize = (by: number): void => setZoom(allowedZoom((zoom ?? 1) * by));
  const stored = movedNodesOf(subject?.name ?? "");
  const hasMoved = Object.keys(useStored(stored)).length > 0;
  const reset = (): void => stored.set(undefined);
  useCommands("graphTools", {
    "graph-fit": () => setZoom(undefined),
    "graph-larger": () => resize(1.25),
    "graph-smaller": () => resize(0.8),
    "graph-list": () => setAsList(!asList),
    "graph-reset": reset,
  });
  return (
    <span className={styles["tools"]}>
      {hasMoved && !asList && (
        <IconButton label="Put moved nodes back" onClick={reset}>
          <Undo2 {...icon} />
        </IconButton>
      )}
      <IconButton
        label={asList ? "Path as graph" : "Path as list"}
        aria-pressed={asList}
        onClick={() => setAsList(!asList)}
      >
        <List {...icon} />
      </IconButton>
      <IconButton label="Smaller" onClick={() => resize(0.8)}>
        <ZoomOut {...icon} />
      </IconButton>
      <IconButton label="Larger" onClick={() => resize(1.25)}>
        <ZoomIn {...icon} />
      </IconButton>
      <IconButton label="Fit" onClick={() => setZoom(undefined)}>
        <Maximize {...icon} />
      </IconButton>
    </span>
  );
}

interface MeasureChoiceProps<TMeasure extends string> {
  readonly label: string;
  readonly value: TMeasure;
  readonly options: readonly { readonly value: TMeasure; readonly text: string }[];
  readonly onChange: (value: TMeasure) => void;
}

/** A choice in the bar of a graph. */
export function GraphChoice<TMeasure extends string>({
  label,
  value,
  options,
  onChange,
}: MeasureChoiceProps<TMeasure>) {
  return (
    <select
      className={styles["scope"]}
      aria-label={label}
      value={value}
      onChange={(event) => {
        const chosen = options.find((one) => one.value === event.target.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map(({ value: one, text }) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  );
}
