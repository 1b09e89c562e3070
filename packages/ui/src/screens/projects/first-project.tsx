import { useQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { metaQuery } from "../../data/doctor-queries.ts";
import { visibleText } from "../../format/visible-text.ts";
import { demoCommand, dirToTell } from "../../model/test-command.ts";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { copyText } from "../../shell/copy-text.ts";

/** A whole program; `dir` is where the server looks, if that is not where trackers write by themselves. */
function codeFor(dir: string | null): string {
  const place = dir === null ? "" : `, dir: ${JSON.stringify(dir)}`;
  return `import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";

const b = burr<{ count: number }>();
const add = b.action({ reads: ["count"], writes: ["count"], run: ({ count }) => ({ count: count + 1 }) });

const tracker = localTracker({ project: "my-project"${place} });
const app = b.application({ actions: { add }, transitions: [["add", "add"]], entrypoint: "add", state: { count: 0 }, tracker });
for (let n = 0; n < 3; n += 1) await app.step();
await tracker.flush();
`;
}

/** What stands where there is no project yet: how there will be one. */
export function FirstProject() {
  const { data: meta } = useQuery(metaQuery());
  if (meta === undefined) return null;
  if (meta.dir === null) {
    return (
      <EmptyState title="No project yet">
        <p>A project appears here by itself when the log of its first run is where this server reads.</p>
      </EmptyState>
    );
  }
  const dir = dirToTell(meta);
  const code = codeFor(dir);
  const copy = (): void => copyText(code, "Code copied.");
  return (
    <EmptyState title="No project yet">
      <p>
        Waiting for the first run in <code>{visibleText(meta.dir)}</code>: that folder is watched, and a project appears
        here by itself when an application with a tracker runs. This one can be pasted as it is, into{" "}
        <code>first.mts</code>:
      </p>
      <pre tabIndex={0}>
        <code>{`npm install @burrjs/core @burrjs/tracker\nnode first.mts`}</code>
      </pre>
      <pre tabIndex={0} aria-label="Code of first.mts">
        <code>{code}</code>
      </pre>
      <p>
        <Button onClick={copy}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
          Copy the code
        </Button>
      </p>
      <p>
        Or run <code>{visibleText(demoCommand(dir))}</code> for five projects to look at.
      </p>
    </EmptyState>
  );
}
