import type { Data, Operation } from "./operations.ts";
import type { Schemas } from "./schemas.ts";
import { validateKeys, type Validation } from "./validate.ts";

/** Writes with the state that they lead to, once the schemas accept them. Where an output differs, its key is set to it. */
export function validateWrites<TWrites extends { readonly data: Data; readonly delta: () => readonly Operation[] }>(
  schemas: Schemas,
  writes: TWrites,
  how: Validation,
): TWrites | Promise<TWrites> {
  const keys = new Set(writes.delta().map(({ key }) => key));
  const finish = (data: Data): TWrites => {
    if (data === writes.data) return writes;
    const changed = [...keys].filter((key) => Object.hasOwn(data, key) && !Object.is(data[key], writes.data[key]));
    const delta = (): Operation[] => [
      ...writes.delta().filter(({ key }) => !changed.includes(key)),
      ...changed.map((key): Operation => ({ op: "set", key, value: data[key] })),
    ];
    return { ...writes, data, delta };
  };
  const data = validateKeys(schemas, writes.data, keys, how);
  return data instanceof Promise ? data.then(finish) : finish(data);
}
