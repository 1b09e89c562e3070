import { readFile, writeFile } from "node:fs/promises";
import type { RecordedStep } from "@burrjs/server/store";
import { CliError } from "../cli-error.ts";
import { plainValue } from "../values/plain-values.ts";

/** A case as `burr-test-case create` of Burr for Python makes it. */
export interface BurrCase {
  readonly action: string;
  readonly name: string;
  readonly input_state: unknown;
  readonly expected_state: unknown;
}

const todo = { "TODO:": "fill this in" };

/** A recorded step as such a case. Of a failed step nobody knows what was expected. */
export function burrCase(appId: string, step: RecordedStep): BurrCase {
  const { action, sequenceId, status, before, after } = step;
  return {
    action,
    name: `${action}_${appId.slice(0, 8)}_${sequenceId}`,
    input_state: before === undefined ? todo : plainValue(before),
    expected_state: status === "completed" && after !== undefined ? plainValue(after) : todo,
  };
}

/** Adds a case to the list in a file, which is made when it is not there. */
export async function appendCase(path: string, one: BurrCase): Promise<void> {
  const cases = await readCases(path);
  await writeFile(path, `${JSON.stringify([...cases, one], null, 2)}\n`);
}

async function readCases(path: string): Promise<readonly unknown[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new CliError("unusable-file", `${path} cannot be read.`, { path }, { cause: error });
  }
  const cases = parsed(text);
  if (Array.isArray(cases)) return cases as unknown[];
  throw new CliError("unusable-file", `${path} holds no list of test cases. Name another file with --out.`, { path });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: no list
  }
}
