import { Copy } from "lucide-react";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/empty-state.tsx";
import { toast } from "../../shell/toasts.tsx";

const code = `import { localTracker } from "@burrjs/tracker";

const app = b.app().withActions({ … }).withTracker(localTracker({ project: "my-project" })).build();
await app.run();`;

/** What stands where there is no project yet: how there will be one. */
export function FirstProject() {
  const copy = (): void => void navigator.clipboard.writeText(code).then(() => toast("Code copied."));
  return (
    <EmptyState title="No project yet">
      <p>A project appears here by itself when an application with a tracker runs:</p>
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
      <p>
        <Button onClick={copy}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
          Copy the code
        </Button>
      </p>
      <p>
        Or run <code>burr demo</code> for five projects to look at. The data folder is watched: nothing has to be opened
        anew.
      </p>
    </EmptyState>
  );
}
