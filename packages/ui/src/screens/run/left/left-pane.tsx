import { Tabs } from "@base-ui/react/tabs";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useCommands } from "../../../shell/commands.ts";
import { leftViews } from "../../../shell/search.ts";
import { useRun } from "../run-context.ts";
import tabStyles from "../../../parts/tabs.module.css";
import { ChatView } from "./chat-view.tsx";
import { FilterBar, focusFilter } from "./filter-bar.tsx";
import { NewSteps } from "./new-steps.tsx";
import { NoRows } from "./no-rows.tsx";
import { StepsView } from "./steps-view.tsx";
import { useTree } from "./use-tree.ts";
import { WaterfallView } from "./waterfall-view.tsx";
import styles from "./rows.module.css";
import { runLink } from "../../../data/run-key.ts";

const names = { steps: "Steps", chat: "Chat", waterfall: "Waterfall" } as const;

/** The left pane: the steps as a list, as a conversation, or along the time. */
export function LeftPane({ isPending }: { readonly isPending: boolean }) {
  const { search, move } = useRun();
  const left = search.left ?? "steps";
  const wantsFilter = useRef(false);
  useCommands("steps", {
    "steps-filter": () => {
      if (left !== "chat") return focusFilter();
      // The chat has no filter: it is looked for among the steps.
      wantsFilter.current = true;
      return move({ left: undefined });
    },
  });
  useEffect(() => {
    if (left !== "chat" && wantsFilter.current) focusFilter();
    wantsFilter.current = false;
  }, [left]);
  return (
    <Tabs.Root
      className={`${tabStyles["root"]} ${styles["pane"]}`}
      value={left}
      onValueChange={(next: (typeof leftViews)[number]) => move({ left: next === "steps" ? undefined : next })}
    >
      <Tabs.List className={tabStyles["list"]} aria-label="Views of the steps">
        {leftViews.map((view) => (
          <Tabs.Tab key={view} value={view} className={tabStyles["tab"]}>
            {names[view]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="steps" className={tabStyles["panel"]}>
        <Rows isPending={isPending} isWaterfall={false} />
      </Tabs.Panel>
      <Tabs.Panel value="chat" className={tabStyles["panel"]}>
        <ChatView />
      </Tabs.Panel>
      <Tabs.Panel value="waterfall" className={tabStyles["panel"]}>
        <Rows isPending={isPending} isWaterfall />
      </Tabs.Panel>
      <NewSteps />
    </Tabs.Root>
  );
}

/** The rows of the steps, in one of two views. */
function Rows({ isPending, isWaterfall }: { readonly isPending: boolean; readonly isWaterfall: boolean }) {
  const { key } = useRun();
  const navigate = useNavigate();
  const tree = useTree(({ part }) => {
    if (part?.kind !== "child" && part?.kind !== "childStep") return;
    const { app_id: app, partition_key: partition } = part.child;
    void navigate({
      ...runLink({ project: key.project, partition, app }),
      search: part.kind === "childStep" ? { s: part.step.sequence_id } : {},
    });
  });
  return (
    <>
      <FilterBar />
      {isWaterfall ? <WaterfallView tree={tree} /> : <StepsView tree={tree} />}
      <NoRows isPending={isPending} />
    </>
  );
}
