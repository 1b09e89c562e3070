import type { ASTNode } from "@marcbachmann/cel-js";
import { limits } from "./environment.ts";

/** A name in an expression that stands for a key of state. */
export interface FreeName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Why an expression is refused although it is CEL. */
export interface Refusal {
  readonly reason: string;
  readonly position: number;
}

/** Those that make lists. */
const listMacros: ReadonlySet<string> = new Set(["map", "filter"]);
const loopMacros: ReadonlySet<string> = new Set(["all", "exists", "exists_one", "map", "filter"]);

/** The names in an expression that no loop of its own declares; or why it is refused. */
export function freeNames(root: ASTNode): readonly FreeName[] | Refusal {
  const names: FreeName[] = [];
  const refusals: Refusal[] = [];

  function visit(node: ASTNode, bound: readonly string[]): void {
    switch (node.op) {
      case "value":
        return;
      case "id":
        if (!bound.includes(node.args)) names.push({ name: node.args, start: node.start, end: node.end });
        return;
      case ".":
      case ".?":
        visit(node.args[0], bound);
        return;
      case "!_":
      case "-_":
        visit(node.args, bound);
        return;
      case "call":
        visitAll(node.args[1], bound);
        return;
      case "rcall":
        visitMethod(node, bound);
        return;
      case "map":
        for (const entry of node.args) visitAll(entry, bound);
        return;
      default:
        visitAll(node.args, bound);
    }
  }

  function visitAll(nodes: readonly ASTNode[], bound: readonly string[]): void {
    for (const node of nodes) visit(node, bound);
  }

  function visitMethod(node: Extract<ASTNode, { op: "rcall" }>, bound: readonly string[]): void {
    const [method, receiver, [first, ...others]] = node.args;
    const reason = refusalOf(method, receiver);
    if (reason !== undefined) refusals.push({ reason, position: node.start });
    visit(receiver, bound);
    if (first === undefined) return;
    if (!loopMacros.has(method) || first.op !== "id" || others.length === 0) {
      visitAll([first, ...others], bound);
      return;
    }
    if (bound.length > 0 && listMacros.has(method)) {
      // A list of lists can take more memory than there is.
      refusals.push({ reason: `it has ${method}() within another loop`, position: node.start });
    }
    if (bound.length >= limits.loops) {
      refusals.push({
        reason: `it has more than ${limits.loops} loops (all, exists, map, filter) within each other`,
        position: node.start,
      });
    }
    visitAll(others, [...bound, first.args]);
  }

  visit(root, []);
  return refusals[0] ?? names;
}

function refusalOf(method: string, receiver: ASTNode): string | undefined {
  // A pattern from data can keep the regular expressions of JavaScript busy for ever.
  if (method === "matches") {
    return "matches() is not available, since a pattern can take forever; use startsWith(), endsWith() or contains()";
  }
  return method === "bind" && receiver.op === "id" && receiver.args === "cel"
    ? "cel.bind() is not available"
    : undefined;
}
