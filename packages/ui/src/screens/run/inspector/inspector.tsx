import { Tabs } from "@base-ui/react/tabs";
import { inspectorTabs } from "../../../shell/search.ts";
import tabStyles from "../../../parts/tabs.module.css";
import { GraphPane } from "../graph/graph-pane.tsx";
import { useRun } from "../run-context.ts";
import { tabNames } from "../use-run-keys.ts";
import { CodeTab } from "./code-tab.tsx";
import { IoTab } from "./io-tab.tsx";
import { NotesTab } from "./notes/notes-tab.tsx";
import { SpansTab } from "./spans/spans-tab.tsx";
import { StateTab } from "./state/state-tab.tsx";
import { StreamTab } from "./stream/stream-tab.tsx";
import { WhyTab } from "./why/why-tab.tsx";

type Tab = (typeof inspectorTabs)[number];

const panels: Readonly<Record<Tab, () => React.ReactNode>> = {
  why: () => <WhyTab />,
  state: () => <StateTab />,
  stream: () => <StreamTab />,
  io: () => <IoTab />,
  spans: () => <SpansTab />,
  code: () => <CodeTab />,
  notes: () => <NotesTab />,
  graph: () => <GraphPane />,
};

/** The right pane: everything about the step under the cursor. */
export function Inspector({ hasGraphTab }: { readonly hasGraphTab: boolean }) {
  const { search, move } = useRun();
  const tabs = inspectorTabs.filter((tab) => tab !== "graph" || hasGraphTab);
  const tab = search.tab !== undefined && tabs.includes(search.tab) ? search.tab : "why";
  return (
    <Tabs.Root className={tabStyles["root"]} value={tab} onValueChange={(next: Tab) => move({ tab: next })}>
      <Tabs.List className={tabStyles["list"]} aria-label="About the step">
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one} className={tabStyles["tab"]}>
            {tabNames[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((one) => (
        <Tabs.Panel key={one} value={one} className={tabStyles["panel"]}>
          {panels[one]()}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
