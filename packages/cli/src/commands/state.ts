import { pointerGet, type StateNode } from "@burrjs/protocol";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { CliError } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, wholeNumber } from "../command-line.ts";
import { findRun, findStep, nameOf } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { countText } from "../terminal/quantities.ts";
import { cutText } from "../terminal/text-width.ts";
import { pointerText, toPointer } from "../values/pointer.ts";
import { keyText, previewText, valueLines } from "../values/value-text.ts";

interface StateOptions extends GlobalOptions {
  readonly path: string;
  readonly at: "before" | "after";
  readonly full?: boolean;
  readonly depth: number;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr state`: the state at a step. */
export function addState(program: Command, cli: Cli): void {
  declareCommand(program, "state <step>", {
    description: "Show the state after a step, or before it.",
    examples: [
      ["burr state chat/7f3a@12", "the state after step 12, in short"],
      ["burr state chat/latest", "that of the latest run, after its last step"],
      ["burr state chat/7f3a@12 --path docs[0].title --full", "one value of it, whole"],
      ["burr state chat/7f3a@12 --at before --json | jq .history", "for programs, always whole"],
    ],
    exits: { 1: "there is no such run, step or path" },
  })
    .option("--path <path>", "only what is there: docs[0].title, or a JSON Pointer", toPointer, "")
    .addOption(new Option("--at <when>", "before or after the step").choices(["before", "after"]).default("after"))
    .option("--full", "the whole value, nothing cut")
    .option("--depth <levels>", "how deep the short form looks", wholeNumber, 2)
    .option("-p, --partition <key>", "the run of this partition")
    .option("--json", "print JSON, as it stands in the log")
    .action(async (target: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<StateOptions>();
      await withLogs(cli, options.dir, async ({ store }) => {
        const found = await findRun(store, target, options);
        const { sequence_id: id, repeat } = await findStep(found, "last");
        const { view } = found;
        const { path, at, depth, full = false, json = false } = options;
        const name = `${nameOf(view.ref)}@${id}`;
        if (!full && !json) {
          const short = await view.state(id, { at, path, depth, repeat });
          if (short === undefined) throw nothingAt(name, path);
          cli.print(...nodeLines(short.node, cli));
          return;
        }
        const value = pointerGet(await view.stateValue(id, at, repeat), path);
        if (value === undefined) throw nothingAt(name, path);
        if (json) cli.printJson(value);
        else cli.print(...valueLines(value, cli.style));
      });
    });
}

function nothingAt(name: string, path: string): CliError {
  const message =
    path === ""
      ? `The log has no state for ${name}.`
      : `The state at ${name} has nothing at ${pointerText(path)}. "burr state ${name}" shows what there is.`;
  return new CliError("not-found", message, { what: "path" });
}

function nodeLines(node: StateNode, { style, width }: Pick<Cli, "style" | "width">, indent = ""): string[] {
  if (node.children === undefined) return [fit(`${indent}${previewText(node)}`, width)];
  if (node.children.length === 0) return [`${indent}${node.type === "array" ? "[]" : "{}"}`];
  const isList = node.type === "array";
  const lines = node.children.flatMap(({ key, node: child }) => {
    const label = `${indent}${style.cyan(isList ? `[${key}]` : keyText(key))}:`;
    if (child.children !== undefined && child.children.length > 0) {
      const size = child.length === undefined ? "" : style.dim(` ${sizeText(child)}`);
      return [`${label}${size}`, ...nodeLines(child, { style, width }, `${indent}  `)];
    }
    const room = width === undefined ? undefined : width - indent.length - key.length - 4;
    return [`${label} ${fit(nodeLines(child, { style, width: undefined })[0] ?? "", room)}`];
  });
  const hidden = (node.length ?? node.children.length) - node.children.length;
  return hidden > 0 ? [...lines, style.dim(`${indent}… ${countText(hidden)} more`)] : lines;
}

function sizeText({ type, length = 0 }: StateNode): string {
  return type === "array" ? `[${countText(length)}]` : `{${countText(length)}}`;
}

function fit(text: string, width: number | undefined): string {
  return width === undefined ? text : cutText(text, Math.max(16, width));
}
