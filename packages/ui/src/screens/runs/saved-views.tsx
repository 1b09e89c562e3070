import { Menu } from "@base-ui/react/menu";
import { Bookmark, Trash2 } from "lucide-react";
import { useState } from "react";
import { storedJson, useStored } from "../../data/stored.ts";
import { AppDialog } from "../../parts/app-dialog.tsx";
import { Button } from "../../parts/button.tsx";
import menuStyles from "../../parts/menu.module.css";
import type { RunsSearch } from "../../shell/search.ts";
import styles from "./runs.module.css";

/** A view of the list of runs with a name: what is asked for, in which order, with which columns. */
interface SavedView {
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
      <Menu.Root>
        <Menu.Trigger className={menuStyles["trigger"]} aria-label="Saved views" title="Saved views">
          <Bookmark size={16} strokeWidth={1.5} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menuStyles["positioner"]} align="end" sideOffset={4}>
            <Menu.Popup className={menuStyles["popup"]}>
              {views.map((view) => (
                <Menu.Item key={view.name} className={menuStyles["item"]} onClick={() => onOpen(view.search)}>
                  {view.name}
                </Menu.Item>
              ))}
              {views.map((view) => (
                <Menu.Item
                  key={view.name}
                  className={`${menuStyles["item"]} muted`}
                  onClick={() => viewsSetting.set(views.filter((one) => one !== view))}
                >
                  <Trash2 size={14} strokeWidth={1.5} aria-hidden /> Remove “{view.name}”
                </Menu.Item>
              ))}
              <Menu.Item className={menuStyles["item"]} onClick={() => setNaming(true)}>
                Save this view…
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
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
