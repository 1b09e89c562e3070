import { Menu } from "@base-ui/react/menu";
import { Bookmark, Trash2 } from "lucide-react";
import styles from "../../parts/menu.module.css";
import type { RunsSearch } from "../../shell/search.ts";
import type { SavedView } from "./saved-views.tsx";

interface ViewMenuProps {
  readonly views: readonly SavedView[];
  readonly onOpen: (search: RunsSearch) => void;
  readonly onRemove: (view: SavedView) => void;
  readonly onSave: () => void;
}

/** The menu of the views that were kept. */
export function ViewMenu({ views, onOpen, onRemove, onSave }: ViewMenuProps) {
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={styles["trigger"]} aria-label="Saved views" title="Saved views">
        <Bookmark size={16} strokeWidth={1.5} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal role="region" aria-label="Choice of views">
        <Menu.Positioner className={styles["positioner"]} align="end" sideOffset={4}>
          <Menu.Popup className={styles["popup"]}>
            {views.map((view) => (
              <Menu.Item key={view.name} className={styles["item"]} onClick={() => onOpen(view.search)}>
                {view.name}
              </Menu.Item>
            ))}
            {views.map((view) => (
              <Menu.Item key={view.name} className={`${styles["item"]} muted`} onClick={() => onRemove(view)}>
                <Trash2 size={14} strokeWidth={1.5} aria-hidden /> Remove “{view.name}”
              </Menu.Item>
            ))}
            <Menu.Item className={styles["item"]} onClick={onSave}>
              Save this view…
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
