import type { HookApp, HookEvent, ParentPointer } from "@burrjs/core";
import type { Attributes, Link, SpanContext } from "@opentelemetry/api";
import { appKey } from "./app-key.ts";
import { BoundedMap } from "./bounded-map.ts";
import { burr } from "./names.ts";

/** Where an application comes from. */
export interface Origin {
  readonly forkedFrom: ParentPointer | null;
  readonly spawnedBy: ParentPointer | null;
  /** The way to it from the application at the top. */
  readonly path: readonly string[];
}

/** Where applications come from, and the spans of the steps that they may come from; as far as this process knows, and remembers. */
export class Origins {
  readonly #origins = new BoundedMap<Origin>(most);
  readonly #steps = new BoundedMap<SpanContext>(most);

  created(event: HookEvent<"postApplicationCreate">): void {
    const { parentPointer: forkedFrom, spawningParentPointer: spawnedBy, path } = event;
    if (forkedFrom !== null || spawnedBy !== null) this.#origins.set(appKey(event), { forkedFrom, spawnedBy, path });
  }

  of(app: HookApp): Origin | undefined {
    return this.#origins.get(appKey(app));
  }

  /** Takes note of the span of a step. */
  remember(step: ParentPointer, span: SpanContext): void {
    this.#steps.set(stepKey(step), span);
  }

  /** A link to the span of the step that `pointer` names, where that is known. */
  linksTo(pointer: ParentPointer, kind: "fork" | "spawn"): Link[] {
    const span = this.#steps.get(stepKey(pointer));
    return span === undefined ? [] : [{ context: span, attributes: { [burr.link]: kind } }];
  }
}

/** Where an application comes from, as attributes of its runs. */
export function originAttributes({ forkedFrom, spawnedBy, path }: Origin): Attributes {
  return {
    ...pointerAttributes("burr.parent", forkedFrom),
    ...pointerAttributes("burr.spawning_parent", spawnedBy),
    ...(path.length > 0 && { [burr.path]: [...path] }),
  };
}

function pointerAttributes(prefix: string, pointer: ParentPointer | null): Attributes {
  if (pointer === null) return {};
  const { appId, partitionKey, sequenceId } = pointer;
  return {
    [`${prefix}.app_id`]: appId,
    ...(partitionKey !== null && { [`${prefix}.partition_key`]: partitionKey }),
    [`${prefix}.sequence_id`]: sequenceId,
  };
}

function stepKey(step: ParentPointer): string {
  return `${step.sequenceId}\u0000${appKey(step)}`;
}

const most = 10_000;
