import { ListTree, PanelRight, Workflow } from "lucide-react";
import type { RunSearch } from "../../shell/search.ts";
import styles from "./phone-tabs.module.css";
import { useRun } from "./run-context.ts";

/** What a narrow screen shows at a time. */
export type PhoneView = "Steps" | "Graph" | "Detail";

const views = [
  { view: "Steps", Icon: ListTree },
  { view: "Graph", Icon: Workflow },
  { view: "Detail", Icon: PanelRight },
] as const;

/** The part of the page that a narrow screen shows: as the address says. */
export function phoneView({ tab }: RunSearch): PhoneView {
  if (tab === undefined) return "Steps";
  return tab === "graph" ? "Graph" : "Detail";
}

/** The tabs at the bottom of a narrow screen. */
export function PhoneTabs() {
  const { search, jump, current } = useRun();
  const shown = phoneView(search);
  // `undefined` takes the tab out of the address.
  const tabs = { Steps: undefined, Graph: "graph", Detail: "why" } as const;
  return (
    <nav className={styles["tabs"]} aria-label="Parts of the run">
      {views.map(({ view, Icon }) => (
        <button
          key={view}
          type="button"
          className={`${styles["tab"]} inset-focus`}
          aria-current={view === shown ? "page" : undefined}
          onClick={() => view !== shown && jump({ tab: tabs[view] })}
        >
          <Icon size={16} strokeWidth={1.5} aria-hidden />
          {view === "Detail" && current !== undefined ? `Step ${current.sequenceId}` : view}
        </button>
      ))}
    </nav>
  );
}
