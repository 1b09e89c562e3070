// eslint-disable-next-line import/no-unassigned-import -- a style sheet
import "./theme/base.css";
import { columnsPath, runAt } from "./data/ahead.ts";
import { askAhead } from "./data/api.ts";
import { runPath } from "./data/run-key.ts";
import { openSession } from "./data/session.ts";

await openSession();
// What the address is about is asked for before the code is there that shows it: the server works while that is loaded.
const run = runAt(location.pathname);
if (run !== undefined) {
  for (const path of [columnsPath(run), runPath(run)]) askAhead(path);
  import("./screens/run/run.tsx").catch(() => {}); // who shows it loads it again, and tells
}
// Text that is shown before its font is there would move when that comes.
for (const family of ["Inter Variable", "JetBrains Mono Variable"])
  document.fonts.load(`13px "${family}"`).catch(() => {}); // without it there are the system's fonts
const { start } = await import("./shell/start.tsx");
start();
