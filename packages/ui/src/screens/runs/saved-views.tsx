import { Bookmark } from "lucide-react";
import { lazy, useState } from "react";
import { storedJson, useStored } from "../../data/stored.ts";
import { AppDialog } from "../../parts/app-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import { MenuButton } from "../../parts/menu-button.tsx";
import type { RunsSearch } from "../../shell/search.ts";
import styles from "./runs.module.css";

/** A view of the list of runs with a name: what is asked for, in which order, with which columns. */
export interface SavedView {
  readonly name: string;
  readonly search: RunsSearch;
}

/** Reads views that were kept; what is none is left out. */
function parseSavedViews(value: unknown): readonly SavedView[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) => {
    const { name, search } = (one ?? {}) as { readonly name?: unknown; readonly search?: unknown };
    if (typeof name !== "string" || name === "" || typeof search !== "object" || search === null) return [];
    const texts = Object.entries(search).filter(
      ([key, text]: [string, unknown]) => ["q", "sort", "cols"].includes(key) && typeof text === "string",
    );
    return [{ name, search: Object.fromEntries(texts) }];
  });
}

const viewsSetting = storedJson("burr-views", parseSavedViews);

const ViewMenu = lazy(async () => ({ default: (await import("./view-menu.tsx")).ViewMenu }));

interface SavedViewsProps {
  readonly search: RunsSearch;
  readonly onOpen: (search: RunsSearch) => void;
}

/** Views with names, for all projects of this browser. */
export function SavedViews({ search, onOpen }: SavedViewsProps) {
  const views = useStored(viewsSetting);
  const [isNaming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const save = (): void => {
    viewsSetting.set([...views.filter((one) => one.name !== name.trim()), { name: name.trim(), search }]);
    setNaming(false);
    setName("");
  };
  return (
    <>
      <MenuButton label="Saved views" icon={<Bookmark size={16} strokeWidth={1.5} aria-hidden />}>
        <ViewMenu
          views={views}
          onOpen={onOpen}
          onRemove={(view) => viewsSetting.set(views.filter((one) => one !== view))}
          onSave={() => setNaming(true)}
        />
      </MenuButton>
      <AppDialog
        title="Save this view of the runs"
        isOpen={isNaming}
        onOpenChange={setNaming}
        footer={
          <Button kind="primary" disabled={name.trim() === ""} onClick={save}>
            Save the view
          </Button>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") save();
          }}
        >
          <label className={styles["field"]}>
            Name
            <input value={name} maxLength={60} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </label>
        </form>
        <p className="muted">It keeps the filter, the order and the columns, in this browser.</p>
      </AppDialog>
    </>
  );
}
