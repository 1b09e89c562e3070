import { Menu } from "@base-ui/react/menu";
import { Bookmark, Trash2 } from "lucide-react";
import styles from "./menu.module.css";

interface ViewMenuProps {
  readonly names: readonly string[];
  readonly onOpen: (name: string) => void;
  readonly onRemove: (name: string) => void;
  readonly onSave: () => void;
}

/** The menu of the views that were kept. */
export function ViewMenu({ names, onOpen, onRemove, onSave }: ViewMenuProps) {
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={styles["trigger"]} aria-label="Saved views" title="Saved views">
        <Bookmark size={16} strokeWidth={1.5} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal role="region" aria-label="Choice of views">
        <Menu.Positioner className={styles["positioner"]} align="end" sideOffset={4}>
          <Menu.Popup className={styles["popup"]}>
            {names.map((name) => (
              <Menu.Item key={name} className={styles["item"]} onClick={() => onOpen(name)}>
                {name}
              </Menu.Item>
            ))}
            {names.map((name) => (
              <Menu.Item key={name} className={`${styles["item"]} muted`} onClick={() => onRemove(name)}>
                <Trash2 size={14} strokeWidth={1.5} aria-hidden /> Remove “{name}”
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
