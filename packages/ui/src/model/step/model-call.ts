import { type AttributeView, isObject } from "@burrjs/protocol";

/** A message to a model or from it. */
export interface CallMessage {
  readonly role: string;
  readonly parts: readonly CallPart[];
  readonly finish?: string;
}

/** A part of a message: text, or something else in words and as a value. */
export interface CallPart {
  readonly kind: "text" | "reasoning" | "tool-call" | "tool-result" | "other";
  readonly name?: string;
  readonly text?: string;
  readonly value?: unknown;
}

/** A call of a model, as the attributes of its span tell. */
export interface ModelCall {
  readonly model: string;
  readonly provider: string | null;
  readonly parameters: readonly (readonly [name: string, value: unknown])[];
  readonly input: readonly CallMessage[];
  readonly output: readonly CallMessage[];
  readonly tools: readonly string[];
  /** `null`: it does not say. */
  readonly usage: {
    readonly input: number | null;
    readonly output: number | null;
    readonly cached: number | null;
    readonly reasoning: number | null;
  };
  readonly costDollars: number | null;
  /** Attributes whose values were cut: those have to be fetched before they can be shown as messages. */
  readonly cut: readonly string[];
}

/** The call that a span stands for; `undefined` when it stands for none. */
export function modelCall(
  attributes: readonly AttributeView[],
  fetched: ReadonlyMap<string, unknown> = new Map(),
): ModelCall | undefined {
  const values = new Map<string, unknown>(attributes.map(({ key, value }) => [key, fetched.get(key) ?? value.value]));
  const any = (...keys: readonly string[]): unknown =>
    keys.map((key) => values.get(key)).find((value) => value !== undefined);
  const model = any("gen_ai.response.model", "gen_ai.request.model", "llm.model_name");
  const usage = {
    input: count(any("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "llm.token_count.prompt")),
    output: count(any("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "llm.token_count.completion")),
    cached: count(
      any("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.cached_tokens"),
    ),
    reasoning: count(any("gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.reasoning_tokens")),
  };
  if (typeof model !== "string" && usage.input === null && usage.output === null) return undefined;
  const provider = any("gen_ai.provider.name", "gen_ai.system");
  const tools = parsed(any("gen_ai.tool.definitions", "gen_ai.request.tools"));
  const system = messagesOf(any("gen_ai.system_instructions"), "system");
  return {
    model: typeof model === "string" ? model : "model",
    provider: typeof provider === "string" ? provider : null,
    parameters: [...values]
      .filter(([key]) => isParameter(key))
      .map(([key, value]) => [key.replace("gen_ai.request.", ""), value]),
    input: [
      ...system,
      ...messagesOf(
        any("gen_ai.input.messages", "gen_ai.prompt", "llm.input_messages") ?? indexed(values, "gen_ai.prompt"),
        "user",
      ),
    ],
    output: messagesOf(
      any("gen_ai.output.messages", "gen_ai.completion", "llm.output_messages") ?? indexed(values, "gen_ai.completion"),
      "assistant",
    ),
    tools: Array.isArray(tools) ? tools.map((tool: unknown) => toolName(tool)) : [],
    usage,
    costDollars: count(any("gen_ai.usage.cost", "gen_ai.usage.total_cost", "llm.usage.total_cost")),
    cut: attributes
      .filter(({ key, value }) => value.truncated === true && !fetched.has(key) && messageKeys.has(key))
      .map(({ key }) => key),
  };
}

const messageKeys = new Set(["gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.prompt", "gen_ai.completion", "gen_ai.system_instructions", "gen_ai.tool.definitions", "llm.input_messages", "llm.output_messages"]); // prettier-ignore

function isParameter(key: string): boolean {
  return key.startsWith("gen_ai.request.") && key !== "gen_ai.request.model" && key !== "gen_ai.request.tools";
}

/** OpenLLMetry's older form: `gen_ai.prompt.0.content`. */
function indexed(values: ReadonlyMap<string, unknown>, prefix: string): unknown {
  const messages: Record<string, unknown>[] = [];
  for (const [key, value] of values) {
    const [, index, name] =
      new RegExp(`^${prefix.replaceAll(".", "\\.")}\\.(\\d{1,4})\\.(role|content|finish_reason)$`).exec(key) ?? [];
    if (index === undefined || name === undefined) continue;
    messages[Number(index)] = { ...messages[Number(index)], [name]: value };
  }
  return messages.length === 0 ? undefined : messages.filter((message) => message !== undefined);
}

/** Messages in any of the forms that are about: a text, a list of texts, parts or messages, or JSON of these. */
export function messagesOf(given: unknown, role: string): readonly CallMessage[] {
  const value = parsed(given);
  if (value === undefined || value === null || value === "") return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isParts = list.some(
    (one) => isObject(one) && one["role"] === undefined && (one["type"] !== undefined || one["content"] !== undefined),
  );
  if (isParts) return [{ role, parts: list.map((part) => partOf(part)) }];
  return list.map((one): CallMessage => {
    if (!isObject(one)) return { role, parts: [partOf(one)] };
    const content = one["parts"] ?? one["content"];
    const parts = (
      Array.isArray(content)
        ? (content as readonly unknown[])
        : content === undefined || content === null
          ? []
          : [content]
    ).map((part) => partOf(part));
    const calls = Array.isArray(one["tool_calls"]) ? (one["tool_calls"] as readonly unknown[]).map((call) => partOf({ type: "tool_call", ...(isObject(call) ? call : {}) })) : []; // prettier-ignore
    const finish = one["finish_reason"];
    return {
      role: typeof one["role"] === "string" ? one["role"] : role,
      parts: [...parts, ...calls],
      ...(typeof finish === "string" ? { finish } : {}),
    };
  });
}

function partOf(part: unknown): CallPart {
  if (typeof part === "string") return { kind: "text", text: part };
  if (!isObject(part)) return { kind: "other", value: part };
  const { type } = part;
  const text = part["content"] ?? part["text"];
  if (type === "reasoning" || type === "thinking") return { kind: "reasoning", text: textOf(text ?? part["thinking"]) };
  if (type === "tool_call" || type === "tool_use" || type === "function") {
    const called = isObject(part["function"]) ? part["function"] : part;
    return { kind: "tool-call", name: textOf(called["name"]), value: parsed(called["arguments"] ?? called["input"]) };
  }
  if (type === "tool_call_response" || type === "tool_result") {
    return { kind: "tool-result", value: parsed(part["response"] ?? part["result"] ?? text) };
  }
  return typeof text === "string" ? { kind: "text", text } : { kind: "other", name: textOf(type), value: part };
}

function toolName(tool: unknown): string {
  if (!isObject(tool)) return textOf(tool);
  return textOf(tool["name"] ?? (isObject(tool["function"]) ? tool["function"]["name"] : undefined));
}

function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // a text that only begins like JSON
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
}

function count(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
