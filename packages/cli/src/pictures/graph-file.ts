import { readFile } from "node:fs/promises";
import { type ActionModel, type ApplicationModel, isObject, parseGraph, type TransitionModel } from "@burrjs/protocol";
import { CliError } from "../cli-error.ts";

/** Reads a graph from a file: a `graph.json` of a log (also one of Burr for Python), or what `toJSON()` of `@burrjs/core/pictures` gave. */
export async function readGraphFile(path: string): Promise<ApplicationModel> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CliError("unusable-file", `${path} cannot be read.`, { path }, { cause: error });
  }
  const model = modelOf(text);
  if (model !== undefined && model.actions.length > 0) return model;
  throw new CliError(
    "unusable-file",
    `${path} holds no graph. It may be a graph.json of a log, or what toJSON() of @burrjs/core/pictures gives.`,
    { path },
  );
}

function modelOf(text: string): ApplicationModel | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined; // no JSON: no graph
  }
  if (!isObject(json)) return undefined;
  return isObject(json["actions"]) ? portableModel(json) : parseGraph(text);
}

/** Of `toJSON()`. */
function portableModel(json: Readonly<Record<string, unknown>>): ApplicationModel {
  const listed = isObject(json["actions"]) ? Object.entries(json["actions"]) : [];
  const actions = listed.map(([name, value]): ActionModel => {
    const one = isObject(value) ? value : {};
    const inputs = isObject(one["inputs"]) ? one["inputs"] : {};
    return {
      ...keysOf(one),
      name,
      may_write: texts(one["mayWrite"]),
      inputs: texts(inputs["required"]),
      optional_inputs: texts(inputs["optional"]),
      kind: one["isStreaming"] === true ? "stream" : "action",
    };
  });
  const transitions = objects(json["transitions"]).map((one) =>
    transition(textIn(one["from"]), textIn(one["to"]), conditionOf(one["condition"])),
  );
  return { type: "application", entrypoint: textIn(json["entrypoint"]), actions, transitions };
}

interface NamedCondition {
  readonly name: string;
  readonly reads: readonly string[];
}

/** A condition as data, by the name that it has in logs and pictures. */
function conditionOf(json: unknown): NamedCondition {
  if (!isObject(json)) return { name: "default", reads: [] };
  const { when, not, and, or, onError: failure } = json;
  if (isObject(when)) {
    const name = Object.entries(when).map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`); // prettier-ignore
    return { name: name.join(", "), reads: Object.keys(when) };
  }
  if (not !== undefined) {
    const { name, reads } = conditionOf(not);
    return { name: `~${name}`, reads };
  }
  const both = Array.isArray(and) ? and : Array.isArray(or) ? or : undefined;
  if (both !== undefined) {
    const parts = both.map(conditionOf);
    const reads = new Set(parts.flatMap((one) => one.reads));
    return { name: parts.map(({ name }) => name).join(Array.isArray(and) ? " & " : " | "), reads: [...reads] };
  }
  if (isObject(failure)) {
    const parts = [textIn(failure["error"]), ...(typeof failure["max"] === "number" ? [`max ${failure["max"]}`] : [])];
    return { name: `onError(${parts.filter((part) => part !== "").join(", ")})`, reads: [] };
  }
  const name = [json["name"], json["cel"], json["expression"]].find((one) => typeof one === "string");
  return { name: textIn(name), reads: texts(json["reads"]) };
}

function transition(from: string, to: string, { name, reads }: NamedCondition): TransitionModel {
  return { type: "transition", from_: from, to, condition: name === "" ? "default" : name, reads };
}

function keysOf(one: Readonly<Record<string, unknown>>) {
  return {
    type: "action" as const,
    reads: texts(one["reads"]),
    writes: texts(one["writes"]),
    code: textIn(one["code"]),
    tags: texts(one["tags"]),
  };
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function objects(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
