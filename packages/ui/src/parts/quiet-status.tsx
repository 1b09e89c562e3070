import { useEffect, useState } from "react";
import { useThrottled } from "./use-throttled.ts";

/** Between two things that are read out. */
const quietMs = 5000;

/** Says a text to who listens, when there is time; one that changes all the time, not more often than they can bear. */
export function QuietStatus({ text }: { readonly text: string }) {
  const [said, setSaid] = useState("");
  const say = useThrottled((next: string) => setSaid(next), quietMs);
  useEffect(() => say.call(text), [text, say]);
  return (
    <span role="status" className="hidden-text">
      {said}
    </span>
  );
}
