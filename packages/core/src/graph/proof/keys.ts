import { quoted } from "../../errors.ts";
import type { InitialKeys } from "./assignment.ts";
import type { RawFinding } from "./finding.ts";
import type { Flow } from "./flow.ts";

/** Reads of keys that no action writes, and that are not there at the start. */
export function unwrittenReads(flow: Flow, { state, optional }: InitialKeys): RawFinding[] {
  const { actions, transitions } = flow.graph;
  const { written } = flow.keys;
  const isMissing = (key: string): boolean => !written.has(key) && !state.has(key);
  const found = [
    ...Object.entries(actions).flatMap(([action, { reads }]) =>
      reads
        .filter((key) => isMissing(key) && !optional.has(key))
        .map((key) => unwritten(`Action "${action}"`, { action, key })),
    ),
    ...transitions.flatMap(({ from, to, condition: { name: condition, reads } }) =>
      reads
        .filter(isMissing)
        .map((key) => unwritten(`Condition "${condition}"`, { condition, transition: { from, to }, key })),
    ),
  ];
  // A condition may stand on many transitions.
  return [...new Map(found.toReversed().map((one) => [one.message, one])).values()].toReversed();
}

function unwritten(reader: string, place: RawFinding["place"]): RawFinding {
  return {
    code: "unwritten-read",
    message:
      `${reader} reads "${place.key}", but no action writes it and the initial state does not have it. ` +
      "Add an initial value, or declare the write.",
    place,
  };
}

/** Keys that are written and that nobody in the graph reads. */
export function unreadWrites(flow: Flow): RawFinding[] {
  const { read, written } = flow.keys;
  const entries = Object.entries(flow.graph.actions);
  // An `undo` sees all that its action writes.
  const undone = new Set(entries.flatMap(([, { body, writes, mayWrite }]) => (body.undo === undefined ? [] : [...writes, ...mayWrite]))); // prettier-ignore
  return [...written]
    .filter((key) => !read.has(key) && !undone.has(key))
    .map((key) => {
      const writers = entries.filter(([, { writes, mayWrite }]) => writes.includes(key) || mayWrite.includes(key));
      const names = writers.map(([name]) => name);
      return {
        code: "unread-write",
        message: `The key "${key}", written by ${quoted(names)}, is read by no action and no condition. Take the write away, unless it is for those who run the application.`,
        place: { ...(names[0] === undefined ? {} : { action: names[0] }), key },
      };
    });
}
