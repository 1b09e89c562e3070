import { checkNames, namesOfHalt } from "../names.ts";
import { unassignedReads } from "./assignment.ts";
import { boundaries } from "./boundary.ts";
import { unhandledErrors } from "./error-edges.ts";
import { type Finding, leveled, type ProofLevels, type RawFinding } from "./finding.ts";
import { type Flow, flowOf, type FlowNode, type Provable } from "./flow.ts";
import { unreadWrites, unwrittenReads } from "./keys.ts";
import { missingInputs, possibleDeadEnds, unreachableActions } from "./reach.ts";

/** What the proofs are to know besides the graph. Those that need more than they are told are left out. */
export interface ProofOptions {
  /** The first action. */
  readonly entrypoint?: string;
  /** The keys that are there at the start: a state, or their names. Default: none, if there is an entrypoint. */
  readonly state?: Readonly<Record<string, unknown>> | readonly string[];
  /** Keys that may be absent: an action that reads one gets `undefined`. A condition throws all the same. */
  readonly optional?: Iterable<string>;
  /** What becomes of findings, by code. */
  readonly levels?: ProofLevels;
  /** A run that is planned: where it halts, by name or `"@tag:x"`, and the names of its inputs. */
  readonly run?: {
    readonly haltBefore?: string | readonly (string | readonly unknown[])[];
    readonly haltAfter?: string | readonly (string | readonly unknown[])[];
    readonly inputs?: Readonly<Record<string, unknown>> | readonly string[];
  };
}

/** Does the proofs over `graph`, again and again for other options. */
export function proofsOf(graph: Provable): (options?: ProofOptions) => Finding[] {
  let known: Flow | undefined;
  return (options = {}) => {
    known ??= flowOf(graph);
    return leveled([...aboutGraph(known), ...aboutStart(known, options)], { ...graph.proofs, ...options.levels });
  };
}

function aboutGraph(flow: Flow): RawFinding[] {
  return [
    ...flow.deadEdges,
    ...unhandledErrors(flow),
    ...boundaries(flow),
    ...possibleDeadEnds(flow),
    ...unreadWrites(flow),
  ];
}

function aboutStart(flow: Flow, { entrypoint, state, optional = [], run }: ProofOptions): RawFinding[] {
  const keys = { state: new Set(namesOf(state)), optional: new Set(optional) };
  const unwritten = state === undefined && entrypoint === undefined ? [] : unwrittenReads(flow, keys);
  if (entrypoint === undefined) return unwritten;
  const start = startOf(flow, entrypoint);
  if (start === undefined) return unwritten;
  return [
    ...unwritten,
    ...unassignedReads(flow, start, keys),
    ...unreachableActions(flow, start),
    ...(run === undefined ? [] : missingInputs(flow, start, planOf(flow, run))),
  ];
}

function startOf({ nodes }: Flow, entrypoint: string): FlowNode | undefined {
  checkNames([entrypoint], new Set(nodes.keys()), "The entrypoint");
  return nodes.get(entrypoint);
}

function planOf({ graph, nodes }: Flow, { haltBefore, haltAfter, inputs }: NonNullable<ProofOptions["run"]>) {
  // A halt under a condition may not hold: whatever it would keep away can be reached.
  const expand = (halts: string | readonly (string | readonly unknown[])[] = []): ReadonlySet<string> => {
    const list = typeof halts === "string" ? [halts] : halts;
    const names = list.flatMap((one) => (typeof one === "string" ? namesOfHalt(graph, one) : []));
    checkNames(names, new Set(nodes.keys()), "A halt condition");
    return new Set(names);
  };
  return { haltBefore: expand(haltBefore), haltAfter: expand(haltAfter), inputs: new Set(namesOf(inputs)) };
}

function namesOf(given: Readonly<Record<string, unknown>> | readonly string[] = []): readonly string[] {
  return Array.isArray(given) ? (given as readonly string[]) : Object.keys(given);
}
