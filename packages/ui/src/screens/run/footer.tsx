import { useConnection } from "../../data/live.ts";
import { useNow } from "../../data/now.ts";
import { useJob } from "../../data/runner-queries.ts";
import { durationText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { liveText } from "../../model/live/live-text.ts";
import { stepOfRun } from "../../model/step-number.ts";
import type { CommandId } from "../../model/commands.ts";
import { Keys } from "../../parts/keys.tsx";
import { useCommandKey } from "../../shell/command-key.tsx";
import { Reconnecting } from "./reconnecting.tsx";
import { type RunPage, useRun } from "./run-context.ts";
import styles from "./footer.module.css";
import { goesOn } from "../../model/going-on.ts";

const hints = [
  { of: ["step-next", "step-previous"], text: "step" },
  { of: ["play"], text: "play" },
  { of: ["diff"], text: "diff" },
  { of: ["fork"], text: "fork" },
  { of: ["steps-filter"], text: "filter" },
  { of: ["keys"], text: "all keys" },
] as const;

/** How the connection and the run stand, where the cursor is, and the most used keys. */
export function Footer() {
  const page = useRun();
  const { header, key, steps, current, following, move } = page;
  const job = useJob(key);
  const connection = useConnection();
  const isLive = goesOn(header?.status);
  const tone = !connection.isOpen
    ? "gone"
    : header?.status === "stalled"
      ? "stalled"
      : header?.status === "lost"
        ? "lost"
        : isLive
          ? "live"
          : "";
  return (
    <footer className={styles["footer"]}>
      <span className={styles["state"]}>
        <span className={`${styles["dot"]} ${styles[tone] ?? ""}`} aria-hidden />
        {connection.isOpen ? liveText(header?.status, following, job) : <Reconnecting connection={connection} />}
      </span>
      {header?.status === "running" && connection.isOpen && <Busy page={page} />}
      {current !== undefined && <span>{stepOfRun(current, steps.length)}</span>}
      {isLive && !following && (
        <button type="button" className={styles["follow"]} onClick={() => move({ s: undefined })}>
          Follow
        </button>
      )}
      <span className={styles["keys"]}>
        {hints.map((hint) => (
          <Hint key={hint.text} {...hint} />
        ))}
      </span>
    </footer>
  );
}

function Hint({ of: [one, other], text }: { readonly of: readonly [CommandId, CommandId?]; readonly text: string }) {
  const keys = [useCommandKey(one), useCommandKey(other ?? one)].filter((key) => key !== undefined);
  return keys.length === 0 ? null : (
    <span>
      <Keys keys={[...new Set(keys)]} /> {text}
    </span>
  );
}

/** What runs, and for how long: a slow step is no stalled one. */
function Busy({ page: { steps } }: { readonly page: RunPage }) {
  const now = useNow(1000);
  const last = steps.at(steps.length - 1);
  const lengthMs = last === undefined ? 0 : now - last.startedMs;
  if (last === undefined || last.durationMs !== null || lengthMs < 1000) return null;
  return (
    <span>
      {visibleText(last.action)} for {durationText(Math.floor(lengthMs / 1000) * 1000)}
    </span>
  );
}
