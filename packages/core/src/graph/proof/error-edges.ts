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

/** Transitions on error to actions that do not handle what they bring. */
export function unhandledErrors({ nodes }: Flow): RawFinding[] {
  return [...nodes.values()].flatMap(({ name: from, errorEdges }) =>
    errorEdges.flatMap(({ to, condition }): RawFinding[] => {
      const handles = nodes.get(to)?.action.handles;
      if (handles === undefined || isHandled(condition, handles)) return [];
      const { type } = condition;
      const what = type === undefined ? "errors of any class" : `errors of the class ${type.name}`;
      const message =
        `The transition from "${from}" to "${to}" on ${condition.name} brings ${what}, and "${to}" handles only ` +
        `${handles.map((one) => one.name).join(", ")}. Name a class that it handles in onError(), or add one to its \`handles\`.`;
      return [
        {
          code: "unhandled-error",
          message,
          place: { action: to, condition: condition.name, transition: { from, to } },
        },
      ];
    }),
  );
}

function isHandled({ type, isNarrowed }: ErrorCondition, handles: readonly ErrorClass[]): boolean {
  if (type === undefined) return isNarrowed || handles.includes(Error);
  // A test of its own may let pass only those that are handled.
  return handles.some((one) => isSubclass(type, one) || (isNarrowed && isSubclass(one, type)));
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
