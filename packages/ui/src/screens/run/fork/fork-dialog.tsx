import { lazy, Suspense, useCallback, useState } from "react";
import { useRouter } from "@tanstack/react-router";
import { AppDialog } from "../../../parts/app-dialog.tsx";
import { useLoadedSoon } from "../../../parts/use-loaded-soon.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { useRun } from "../run-context.ts";
import styles from "./fork.module.css";

const loadContent = async () => ({ default: (await import("./fork-content.tsx")).ForkContent });
const Content = lazy(loadContent);

/** The dialog that a fork is begun with. It is a part of the address (`?fork=41`): Back closes it. */
export function ForkDialog() {
  const { search, move, steps } = useRun();
  const router = useRouter();
  const [isEdited, setEdited] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const { fork: sequenceId } = search;
  useLoadedSoon(loadContent);
  const close = useCallback((): void => {
    setAsked(false);
    setEdited(false);
    // Whoever came by a link has nothing behind the dialog.
    if (router.history.location.state.openedFork === true) router.history.back();
    else move({ fork: undefined });
  }, [router, move]);
  const action = sequenceId === undefined ? undefined : steps.at(steps.find(sequenceId, search.r))?.action;
  const onOpenChange = (isOpen: boolean): void => {
    if (isOpen) return;
    if (isEdited) setAsked(true);
    else close();
  };
  return (
    <AppDialog
      title={`Fork from step ${sequenceId ?? ""}${action === undefined ? "" : `, ${visibleText(action)}`}`}
      isOpen={sequenceId !== undefined}
      onOpenChange={onOpenChange}
      width={960}
    >
      {sequenceId !== undefined && (
        <Suspense fallback={<p className={styles["loading"]}>Opening …</p>}>
          <Content
            key={sequenceId}
            sequenceId={sequenceId}
            repeat={search.s === sequenceId ? search.r : undefined}
            close={close}
            onEdited={setEdited}
            discarding={{ isAsked, keep: () => setAsked(false) }}
          />
        </Suspense>
      )}
    </AppDialog>
  );
}
