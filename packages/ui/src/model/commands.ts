/** Where a command can be given. */
type Screen = "everywhere" | "runs" | "run" | "compare" | "graph" | "insights" | "notes";

/** Commands that are there together, since one component of the page does what they say. */
interface CommandSet {
  /** Under what people find them. */
  readonly group: string;
  readonly screens: readonly Screen[];
  /** Their keys are the pane's own business: here they are only listed. */
  readonly isLocal?: true;
  /** By their ids: a verb for people, and the keys, as `KeyboardEvent.key`, with `Ctrl+`, `Alt+` or `Shift+` in front. */
  readonly commands: Readonly<Record<string, readonly [name: string, ...keys: string[]]>>;
}

/** All commands of the page. Of those that are there at once and have the same key, the one further down gets it. */
export const commandSets = {
  shell: {
    group: "Everywhere",
    screens: ["everywhere"],
    commands: {
      palette: ["Open the palette", "Ctrl+K"],
      keys: ["Show all keys", "?"],
      projects: ["Go to projects"],
      settings: ["Open settings"],
      doctor: ["Open doctor"],
    },
  },
  runs: {
    group: "Runs",
    screens: ["runs"],
    commands: { "runs-filter": ["Filter runs", "/"], "runs-new": ["Show new runs", "L"] },
  },
  runsTable: {
    group: "Runs",
    screens: ["runs"],
    commands: {
      "runs-next": ["Next run", "J", "ArrowDown"],
      "runs-previous": ["Previous run", "K", "ArrowUp"],
      "runs-choose": ["Choose the run, or not", "X"],
    },
  },
  moving: {
    group: "Moving",
    screens: ["run"],
    commands: {
      "step-next": ["Next step", "J", "ArrowDown"],
      "step-previous": ["Previous step", "K", "ArrowUp"],
      "step-same-next": ["Next step of the same action", "Shift+J"],
      "step-same-previous": ["Previous step of the same action", "Shift+K"],
      "step-first": ["First step", "Home"],
      "step-last": ["Last step", "End"],
      "error-next": ["Next error", "E"],
      "error-previous": ["Previous error", "Shift+E"],
      follow: ["Follow live, at the last step", "L"],
      close: ["Close what is selected", "Escape"],
    },
  },
  panes: {
    group: "Panes",
    screens: ["run"],
    commands: {
      "pane-1": ["Show or hide the steps", "1"],
      "pane-2": ["Show or hide the graph", "2"],
      "pane-3": ["Show or hide the inspector", "3"],
      "tab-why": ["Inspector: Why", "Alt+1"],
      "tab-state": ["Inspector: State", "Alt+2"],
      "tab-stream": ["Inspector: Stream", "Alt+3"],
      "tab-io": ["Inspector: I/O", "Alt+4"],
      "tab-spans": ["Inspector: Spans", "Alt+5"],
      "tab-code": ["Inspector: Code", "Alt+6"],
      "tab-notes": ["Inspector: Notes", "Alt+7"],
      diff: ["State: difference on or off", "D"],
      "cursor-b": ["Set cursor B here, or take it away", "B"],
    },
  },
  stateFind: {
    group: "Panes",
    screens: ["run"],
    isLocal: true,
    commands: { "state-find": ["Find in the state", "Ctrl+F"] },
  },
  steps: { group: "Steps", screens: ["run"], commands: { "steps-filter": ["Filter steps", "/"] } },
  stepRows: {
    group: "Steps",
    screens: ["run"],
    commands: { "rows-close": ["Close all steps", "["], "rows-open": ["Open all steps", "]"] },
  },
  stepRange: {
    group: "Steps",
    screens: ["run"],
    commands: {
      "range-to-here": ["Filter to the steps up to this one"],
      "range-from-here": ["Filter to the steps from this one on"],
    },
  },
  replay: {
    group: "Replay",
    screens: ["run"],
    commands: {
      play: ["Play or pause", "Space"],
      "strip-axis": ["Time strip: by time, or by step", "X"],
      "strip-idle": ["Time strip: skip idle times, or show them"],
      "play-faster": ["Play faster", ">"],
      "play-slower": ["Play slower", "<"],
    },
  },
  stream: {
    group: "Stream",
    screens: ["run"],
    commands: {
      "stream-next": ["Next item of the stream", "."],
      "stream-previous": ["Previous item of the stream", ","],
      "stall-next": ["Next stall of the stream", "S"],
      "stall-previous": ["Previous stall of the stream", "Shift+S"],
      "stream-longest": ["Go to the longest gap of the stream"],
      "stream-play": ["Replay the stream"],
      "stream-read": ["Read the stream aloud"],
    },
  },
  spans: {
    group: "Spans",
    screens: ["run"],
    commands: { "span-next": ["Next span", "."], "span-previous": ["Previous span", ","] },
  },
  stateKey: {
    group: "State",
    screens: ["run"],
    commands: {
      "key-writer": ["Go to the writer of the selected key", "W"],
      "key-copy": ["Copy the selected value", "Shift+Y"],
      "key-copy-path": ["Copy the path of the selected value"],
      "key-history": ["History of the selected key"],
      "key-pin": ["Pin the selected key"],
    },
  },
  runActions: {
    group: "Run",
    screens: ["run"],
    commands: {
      compare: ["Compare this run with another", "Shift+C"],
      "export-test": ["Export a test from this run", "Shift+T"],
    },
  },
  copyLink: { group: "Run", screens: ["run"], commands: { "copy-link": ["Copy the link to this view", "Y"] } },
  fork: { group: "Run", screens: ["run"], commands: { fork: ["Fork from this step", "F"] } },
  forkTree: { group: "Run", screens: ["run"], commands: { "fork-tree": ["Show the forks of this run", "T"] } },
  job: {
    group: "Run",
    screens: ["run", "compare"],
    commands: {
      "job-step": ["Run the next action of this fork"],
      "job-continue": ["Let this fork go on"],
      "job-pause": ["Pause this fork after the step under way"],
      "job-abort": ["Abort this fork"],
    },
  },
  forkForm: {
    group: "In the fork dialog",
    screens: ["run"],
    isLocal: true,
    commands: { "fork-run": ["Run the fork", "Ctrl+Enter"] },
  },
  graphTools: {
    group: "Graph",
    screens: ["run", "graph"],
    commands: {
      "graph-fit": ["Graph: fit", "0"],
      "graph-larger": ["Graph: larger"],
      "graph-smaller": ["Graph: smaller"],
      "graph-list": ["Graph: as a picture, or as a list"],
      "graph-reset": ["Graph: put moved nodes back"],
    },
  },
  runGraph: {
    group: "Graph",
    screens: ["run"],
    commands: { "graph-scope": ["Graph: path to the cursor, whole run, or all runs", "G"] },
  },
  projectGraph: {
    group: "Graph of all runs",
    screens: ["graph"],
    commands: { "graph-filter": ["Filter the runs", "/"], "graph-measure": ["Graph: tint by another measure", "G"] },
  },
  compare: {
    group: "Compare",
    screens: ["compare"],
    commands: {
      "compare-next": ["Next row", "J", "ArrowDown"],
      "compare-previous": ["Previous row", "K", "ArrowUp"],
      "compare-first": ["First row", "Home"],
      "compare-last": ["Last row", "End"],
      "compare-difference-next": ["Next difference", "N"],
      "compare-difference-previous": ["Previous difference", "Shift+N"],
      "compare-swap": ["Swap A and B", "X"],
      "compare-graph": ["Graph of both, or what differs in the row", "G"],
      "compare-open-a": ["Open the step of A"],
      "compare-open-b": ["Open the step of B", "Enter"],
    },
  },
  insights: { group: "Insights", screens: ["insights"], commands: { "insights-filter": ["Filter the runs", "/"] } },
  notes: { group: "Notes", screens: ["notes"], commands: { "notes-filter": ["Filter notes", "/"] } },
  newNote: {
    group: "Notes",
    screens: ["run"],
    commands: {
      "note-new": ["New note on this step", "N"],
      "note-new-up": ["New note with a thumb up", "+"],
      "note-new-down": ["New note with a thumb down", "-"],
    },
  },
  waterfall: {
    group: "Waterfall",
    screens: ["run"],
    commands: {
      "waterfall-zoom": ["Waterfall: zoom to the selection, or back", "Z"],
      "waterfall-critical": ["Waterfall: critical path", "C"],
      "waterfall-in": ["Waterfall: zoom in", "+", "="],
      "waterfall-out": ["Waterfall: zoom out", "-"],
      "waterfall-earlier": ["Waterfall: earlier", "Shift+ArrowLeft"],
      "waterfall-later": ["Waterfall: later", "Shift+ArrowRight"],
    },
  },
  noteForm: {
    group: "Notes",
    screens: ["run", "notes"],
    commands: {
      "note-up": ["Note: thumb up", "+"],
      "note-down": ["Note: thumb down", "-"],
      "note-save": ["Save the note", "Ctrl+Enter"],
    },
  },
} as const satisfies Readonly<Record<string, CommandSet>>;

/** The name of a set of commands. */
export type CommandSetName = keyof typeof commandSets;

/** What the commands of a set do; `undefined`: there is nothing for it to do now. */
export type Handlers<TSet extends CommandSetName> = {
  readonly [TId in keyof (typeof commandSets)[TSet]["commands"]]: (() => void) | undefined;
};

/** The id of a command. */
export type CommandId = {
  readonly [TSet in CommandSetName]: keyof (typeof commandSets)[TSet]["commands"];
}[CommandSetName];

/** Something that a key does, and the palette, the sheet of keys and the settings list. */
export interface Command extends Pick<CommandSet, "group" | "screens" | "isLocal"> {
  readonly id: string;
  readonly name: string;
  /** Those that it came with; several ones do the same. */
  readonly keys: readonly string[];
}

/** All commands, as a list. */
export const allCommands: readonly Command[] = Object.values<CommandSet>(commandSets).flatMap(
  ({ commands, ...about }) => Object.entries(commands).map(([id, [name, ...keys]]) => ({ ...about, id, name, keys })),
);
