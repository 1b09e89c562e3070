import { BurrError, isBurrError } from "../errors.ts";
import { isEmptyMeta, noMeta, type RunMeta, type Suspended, type SuspendedRequest } from "../run/meta.ts";
import { isRecord } from "../state/freeze.ts";
import type { ValueCodec } from "./codec/codec.ts";

/** What a run knows of itself, as text; `undefined` when there is nothing. Throws when a payload or an answer cannot be stored. */
export function metaText(codec: ValueCodec, meta: RunMeta): string | undefined {
  if (meta === noMeta || isEmptyMeta(meta)) return undefined;
  const { errors, spent, suspended, failure, undone, branch, cohort } = meta;
  for (const request of suspended?.requests ?? []) refuseUnstorable(codec, request);
  return codec.encode(
    {
      ...(Object.keys(errors).length === 0 ? {} : { errors }),
      ...(Object.keys(spent).length === 0 ? {} : { spent }),
      ...(suspended === undefined ? {} : { suspended: storableSuspended(codec, suspended) }),
      ...(failure === undefined ? {} : { failure: { ...failure, error: storableError(codec, failure.error) } }),
      ...(undone === undefined ? {} : { undone }),
      ...(branch === undefined ? {} : { branch }),
      ...(cohort === undefined ? {} : { cohort }),
    },
    "suspension",
  );
}

/** With errors of tasks as they can be stored. */
function storableSuspended(codec: ValueCodec, suspended: Suspended): Suspended {
  const { failed } = suspended;
  if (failed === undefined) return suspended;
  return { ...suspended, failed: failed.map(({ key, error }) => ({ key, error: storableError(codec, error) })) };
}

/** Refuses what cannot be stored, by a path that whoever wrote it knows. */
function refuseUnstorable(codec: ValueCodec, { name, payload, onTimeout, answer }: SuspendedRequest): void {
  const path = `suspend(${JSON.stringify(name)})`;
  codec.encode(payload, `${path}.payload`);
  codec.encode(onTimeout?.value, `${path}.onTimeout`);
  codec.encode(answer?.value, `${path}.answer`);
}

/** What a stored text tells of a run. */
export function parseMeta(codec: ValueCodec, text: string | undefined): RunMeta {
  if (text === undefined) return noMeta;
  const stored = codec.decode(text);
  if (isRecord(stored)) return { ...noMeta, ...(stored as Partial<RunMeta>) }; // as metaText() wrote it
  throw new BurrError(
    "unreadable-value",
    "What is stored of a run is not what this version wrote. Another program may have changed it.",
    { tag: null },
  );
}

/** The error itself, if it can be stored; else one with its name, its message, and of its properties what can be stored. */
function storableError(codec: ValueCodec, error: unknown): unknown {
  if (isStorable(codec, error)) return error;
  // Its cause, say, cannot be stored.
  if (isBurrError(error)) return new BurrError(error.code, error.message, error.details);
  const plain = new Error(error instanceof Error ? error.message : "A value that cannot be stored was thrown.");
  if (!(error instanceof Error)) return plain;
  if (error.name !== plain.name) plain.name = error.name;
  const fields = Object.entries(error as object);
  return Object.assign(plain, Object.fromEntries(fields.filter(([, value]) => isStorable(codec, value))));
}

function isStorable(codec: ValueCodec, value: unknown): boolean {
  try {
    codec.encode(value, "error");
    return true;
  } catch {
    return false; // refused: it is left out
  }
}
