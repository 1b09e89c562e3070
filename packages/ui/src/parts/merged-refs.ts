import type { Ref, RefCallback } from "react";

/** One ref that sets several. */
export function mergedRefs<TValue>(...refs: readonly (Ref<TValue> | undefined)[]): RefCallback<TValue> {
  return (value) => {
    for (const ref of refs) {
      if (typeof ref === "function") ref(value);
      else if (ref !== null && ref !== undefined) ref.current = value;
    }
  };
}
