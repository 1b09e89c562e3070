import { isObject } from "@burrjs/protocol";
import { Bookmark } from "lucide-react";
import { lazy, useState } from "react";
import { type Stored, storedJson, useStored } from "../data/stored.ts";
import { AppDialog } from "./app-dialog.tsx";
import { Button } from "./button.tsx";
import styles from "./field.module.css";
import { MenuButton } from "./menu-button.tsx";

/** A view of a screen with a name: what its address says of it. */
export interface SavedView<TSearch> {
  readonly name: string;
  readonly search: TSearch;
}

/**
 * Views of a screen, which this browser keeps for all projects.
 *
 * @param readSearch - Reads what stands in an address of the screen. What was kept and is no view is left out.
 */
export function savedViews<TSearch>(
  key: string,
  readSearch: (given: Readonly<Record<string, unknown>>) => TSearch,
): Stored<readonly SavedView<TSearch>[]> {
  return storedJson(key, (value: unknown): readonly SavedView<TSearch>[] => {
    if (!Array.isArray(value)) return [];
    return value.flatMap((one: unknown) => {
      if (!isObject(one) || typeof one["name"] !== "string" || one["name"] === "" || !isObject(one["search"]))
        return [];
      return [{ name: one["name"], search: readSearch(one["search"]) }];
    });
  });
}

const ViewMenu = lazy(async () => ({ default: (await import("./view-menu.tsx")).ViewMenu }));

interface SavedViewsProps<TSearch> {
  readonly kept: Stored<readonly SavedView<TSearch>[]>;
  readonly search: TSearch;
  readonly onOpen: (search: TSearch) => void;
  /** What the views are of: `the runs`. */
  readonly of: string;
  /** What a view keeps: `the filter and the order`. */
  readonly what: string;
}

/** Views with names: they can be opened, taken away, and the present one can be kept. */
export function SavedViews<TSearch>({ kept, search, onOpen, of, what }: SavedViewsProps<TSearch>) {
  const views = useStored(kept);
  const [isNaming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const save = (): void => {
    kept.set([...views.filter((one) => one.name !== name.trim()), { name: name.trim(), search }]);
    setNaming(false);
    setName("");
  };
  return (
    <>
      <MenuButton label="Saved views" icon={<Bookmark size={16} strokeWidth={1.5} aria-hidden />}>
        <ViewMenu
          names={views.map((view) => view.name)}
          onOpen={(view) => {
            const chosen = views.find((one) => one.name === view);
            if (chosen !== undefined) onOpen(chosen.search);
          }}
          onRemove={(view) => kept.set(views.filter((one) => one.name !== view))}
          onSave={() => setNaming(true)}
        />
      </MenuButton>
      <AppDialog
        title={`Save this view of ${of}`}
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
        <p className={`muted ${styles["hint"]}`}>It keeps {what}, in this browser.</p>
      </AppDialog>
    </>
  );
}
