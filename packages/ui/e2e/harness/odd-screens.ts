import { chat } from "../worlds/chat-world.ts";
import { letters } from "../worlds/letters.ts";
import { odd } from "../worlds/odd-world.ts";
import { acts, key, press, sees } from "./acts.ts";
import type { Screen } from "./screens.ts";

const inOdd = `/p/${odd.project}`;
const named = (run: string): string => encodeURIComponent(`~/${run}`);
const twins = [1, 2, 3].map((n) => `&set=${named(`twin-${n}`)}`).join("");

/** Runs to which something has happened, and runs of other forms: children, forks, logs of Python. */
export const oddScreens: readonly Screen[] = [
  { name: "odd-runs", path: inOdd, shows: "stalled" },
  { name: "odd-broken", path: odd.path("broken"), shows: "could not be read" },
  { name: "odd-without-graph", path: `${odd.path("without-graph")}?tab=graph`, shows: /has no graph/ },
  { name: "odd-lost", path: odd.path("lost"), shows: /is gone: this run does not go on/ },
  { name: "odd-stalled", path: odd.path("stalled"), shows: /no sign of life/ },
  { name: "odd-gap", path: odd.path("with-a-gap"), shows: "Action" },
  { name: "odd-empty", path: odd.path("empty"), shows: /first step/i },
  { name: "odd-no-runs", path: "/p/nothing-yet", shows: /./ },
  { name: "odd-forks", path: odd.path("whole"), shows: "Action", isWide: true, act: acts(key("t", "Forks"), sees("4 runs of one origin")) },
  { name: "odd-repeats", path: `${inOdd}/compare?a=${named("whole")}&b=${named("twin-1")}${twins}`, shows: "Last action" },
  { name: "odd-suspended", path: letters.path, shows: "This run waits for a person." },
  { name: "markdown", path: `${letters.path}?s=0&tab=state&sel=key:/draft`, shows: "After", act: acts(press("Read in a box"), sees("Markdown"), press("Markdown", "radio"), sees("Dear Grace")) },
  { name: "markdown-chat", path: `${letters.path}?s=0&left=chat&tab=chat`, shows: "Messages in", act: acts(press("Render Markdown"), sees("Dear Grace")) },
  { name: "markdown-spans", path: `${letters.path}?s=0&tab=spans`, shows: /chat large-1/, act: acts(press("Render Markdown"), sees("Dear Grace")) },
  { name: "answered", path: `${letters.answered}?s=2&tab=why`, shows: "send it tomorrow" },
  { name: "research", path: `${chat.research}?s=1&tab=graph`, shows: "Graph" },
  { name: "research-child-graph", path: `${chat.research}?s=1&tab=graph`, shows: "Graph", act: acts(press(/runs? that \w+ started/), press("Show this graph large"), sees("Open the run")) },
  { name: "research-inside", path: `${chat.research}?s=1&tab=graph`, shows: "Graph", act: acts(press(/runs? that \w+ started/), press(/run that task started/)) },
  { name: "research-inside-list", path: `${chat.research}?s=1&tab=graph`, shows: "Graph", act: acts(press("Path as list"), press(/runs? that \w+ started/)) },
  { name: "research-children", path: chat.research, shows: "Action", act: press(/3 children/) },
  { name: "research-open-step", path: `${chat.research}?s=1`, shows: "Action", act: (page) => page.keyboard.press("ArrowRight") },
  { name: "python-large", path: `${chat.big}?s=1000`, shows: "Action" },
  { name: "failed-run", path: `/p/${chat.project}/r/${chat.failedUser}/${chat.failed}`, shows: /overloaded/ },
  { name: "fork-on-a-phone", path: `${chat.path}?s=41&fork=41`, shows: /Fork from/ },
]; // prettier-ignore
