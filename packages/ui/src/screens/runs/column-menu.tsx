import { Menu } from "@base-ui/react/menu";
import { Columns3 } from "lucide-react";
import { allColumns, type Column } from "./columns.tsx";
import styles from "../../parts/menu.module.css";

/** What is chosen from. */
export interface ColumnChoiceProps {
  /** Those that are shown. */
  readonly columns: readonly Pick<Column, "id">[];
  /** `undefined`: the usual ones again. */
  readonly onChange: (cols: string | undefined) => void;
}

/** The menu of the columns of the list. */
export function ColumnMenu({ columns, onChange }: ColumnChoiceProps) {
  const shown = new Set(columns.map(({ id }) => id));
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger className={styles["trigger"]} aria-label="Columns" title="Columns">
        <Columns3 size={16} strokeWidth={1.5} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal role="region" aria-label="Choice of columns">
        <Menu.Positioner className={styles["positioner"]} align="end" sideOffset={4}>
          <Menu.Popup className={styles["popup"]}>
            {allColumns.map(({ id, title }) => (
              <Menu.CheckboxItem
                key={id}
                className={styles["item"]}
                checked={shown.has(id)}
                onCheckedChange={(isOn) =>
                  onChange(
                    allColumns
                      .map((one) => one.id)
                      .filter((one) => (one === id ? isOn : shown.has(one)))
                      .join(","),
                  )
                }
              >
                <Menu.CheckboxItemIndicator className={styles["mark"]} keepMounted>
                  {shown.has(id) ? "✓" : ""}
                </Menu.CheckboxItemIndicator>
                {title}
              </Menu.CheckboxItem>
            ))}
            <Menu.Item className={styles["item"]} onClick={() => onChange(undefined)}>
              <span className={styles["mark"]} />
              The usual columns
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
