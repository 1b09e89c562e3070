import { BurrError } from "../../errors.ts";
import type { ErrorEdge } from "../compile.ts";
import type { ErrorClass, ErrorCondition } from "../on-error.ts";
import type { RawFinding } from "./finding.ts";
import type { Flow } from "./flow.ts";

/** The transition before `edge`, among `earlier` ones from the same action, that takes all errors which it would take. */
export function takenBefore(edge: ErrorEdge, earlier: readonly ErrorEdge[]): ErrorEdge | undefined {
  return earlier.find(({ condition }) => takesAll(condition, edge.condition));
}

function takesAll(first: ErrorCondition, other: ErrorCondition): boolean {
  if (first.max !== undefined) return false;
  if (first === other) return true;
  if (first.isNarrowed) return false;
  if (first.type === undefined) return other.type === undefined || !mayBeMistake(other.type);
  return other.type !== undefined && isSubclass(other.type, first.type);
}

/** Transitions on error to actions that do not handle what they bring, or not all that they may bring. */
export function unhandledErrors({ nodes }: Flow): RawFinding[] {
  return [...nodes.values()].flatMap(({ name: from, errorEdges }) =>
    errorEdges.flatMap(({ to, condition }): RawFinding[] => {
      const handles = nodes.get(to)?.action.handles;
      const extent = handles === undefined ? "all" : handled(condition, handles);
      if (handles === undefined || extent === "all") return [];
      const { type } = condition;
      const names = handles.length === 0 ? "none" : `only ${handles.map((one) => one.name).join(", ")}`;
      const message =
        `The transition from "${from}" to "${to}" on ${condition.name} ${extent === "none" ? "brings" : "may bring"} errors of ` +
        `${type === undefined ? "any class" : `the class ${type.name}`}, and "${to}" handles ${names}. ` +
        "Name a class that it handles in onError(), or add one to its `handles`.";
      return [
        {
          code: extent === "none" ? "unhandled-error" : "maybe-unhandled-error",
          message,
          place: { action: to, condition: condition.name, transition: { from, to } },
        },
      ];
    }),
  );
}

/** How much of what `condition` takes is handled, as far as one can know. */
function handled({ type, isNarrowed }: ErrorCondition, handles: readonly ErrorClass[]): "all" | "none" | "some" {
  if (type === undefined ? handles.includes(Error) : handles.some((one) => isSubclass(type, one))) return "all";
  const common = handles.filter((one) => type === undefined || mayShare(type, one));
  if (common.length === 0) return "none";
  return isNarrowed ? "all" : "some"; // a test of its own may let pass only those that are handled
}

/** Whether an error may be an instance of both. */
function mayShare(one: ErrorClass, other: ErrorClass): boolean {
  return !isOrdinary(one) || !isOrdinary(other) || isSubclass(one, other) || isSubclass(other, one);
}

/** Whether all instances of `one` are surely instances of `base`. */
function isSubclass(one: ErrorClass, base: ErrorClass): boolean {
  return one === base || (isOrdinary(one) && isOrdinary(base) && prototypeOf(one) instanceof base);
}

/** Whether `instanceof` looks at prototypes alone. */
function isOrdinary(one: ErrorClass): boolean {
  return one[Symbol.hasInstance] === Function.prototype[Symbol.hasInstance];
}

/** Whether an error of this class may tell of a mistake in the program, which `onError()` does not take. */
function mayBeMistake(type: ErrorClass): boolean {
  // By its name as well: another copy of this package has a class of its own.
  return (
    !isOrdinary(type) || isSubclass(BurrError, type) || isSubclass(type, BurrError) || type.name === BurrError.name
  );
}

function prototypeOf(one: ErrorClass): unknown {
  return one.prototype;
}
