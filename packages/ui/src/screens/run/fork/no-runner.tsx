import { Copy, PlugZap } from "lucide-react";
import { useCodePlace } from "../../../data/code-place.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { type RunnerNeed, whyNoRunner } from "../../../model/fork/fit-runner.ts";
import { devCommand } from "../../../model/test-command.ts";
import { IconButton } from "../../../parts/button.tsx";
import { CodeView } from "../../../parts/value/code-view.tsx";
import { copyText } from "../../../shell/copy-text.ts";
import styles from "./runner.module.css";

/** Why nothing can be run now, and how to change that. It goes away by itself when a runner connects. */
export function NoRunner({ need, takesNone }: { readonly need: RunnerNeed; readonly takesNone: boolean }) {
  const place = useCodePlace(need);
  if (takesNone) {
    return (
      <section className={styles["notice"]} aria-label="Why it cannot run">
        <p className={styles["noticeTitle"]}>
          <PlugZap size={16} strokeWidth={1.5} aria-hidden />
          This server takes no runners.
        </p>
        <p>
          It was started with <code>--read-only</code>, or without a token for runners. Start it with{" "}
          <code>burr ui</code> to fork runs.
        </p>
      </section>
    );
  }
  return (
    <section className={styles["notice"]} aria-label="Why it cannot run yet">
      <p className={styles["noticeTitle"]} role="status">
        <PlugZap size={16} strokeWidth={1.5} aria-hidden />
        {visibleText(whyNoRunner(need))}
      </p>
      <p>
        Your program runs the fork, and not this server: start it as a runner. This dialog goes on by itself when it
        connects; what you choose here stays.
      </p>
      <div className={styles["ways"]}>
        <Way
          title="From the command line"
          text={devCommand(place)}
          about={`${place.isExample ? "Write your own module and export in place of ./app.ts#app. " : ""}It serves this page as well: end burr ui first. Does burr dev run already? Then it says in its terminal why your code is not ready, and tries again when you save a file.`}
        />
        <Way
          title="Or in your program"
          text={`import { serveRunner } from "@burrjs/tracker/runner";\n\nawait serveRunner(app, { url: "${location.origin}" });`}
          about="With BURR_RUNNER_TOKEN in its environment: the server has printed it. It is in the folder of the logs, too, as .runner-token."
        />
      </div>
    </section>
  );
}

function Way({ title, text, about }: { readonly title: string; readonly text: string; readonly about: string }) {
  return (
    <div className={styles["way"]}>
      <div className={styles["wayHead"]}>
        <h3>{title}</h3>
        <IconButton label={`Copy: ${title.toLowerCase()}`} onClick={() => copyText(text, "Copied.")}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </div>
      <CodeView source={text} label={title} />
      <p className="muted">{about}</p>
    </div>
  );
}
