import type { RunnerApplication } from "@burrjs/protocol";
import type { CodePlace } from "../replay/messages.ts";

/** What the process that serves the user's code is told. Where the server is, and the secret, are in its environment. */
export type DevTask =
  /** `app.name` is empty where no export was named. `module`: where it is, as commands take it. `label`: what people see. */
  | { readonly type: "serve"; readonly app: CodePlace; readonly module: string; readonly label: string }
  /** End your runs, and yourself. */
  | { readonly type: "close" };

/** What that process says. */
export type DevMessage =
  /** It has read these files as code, or wanted to. */
  | { readonly type: "files"; readonly files: readonly string[] }
  | { readonly type: "ready"; readonly applications: readonly RunnerApplication[] }
  /** The code cannot be served. Its last word. */
  | { readonly type: "failed"; readonly message: string };
