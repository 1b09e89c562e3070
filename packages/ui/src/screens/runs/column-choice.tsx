import { Columns3 } from "lucide-react";
import { lazy } from "react";
import { MenuButton } from "../../parts/menu-button.tsx";
import type { ColumnChoiceProps } from "./column-menu.tsx";

const ColumnMenu = lazy(async () => ({ default: (await import("./column-menu.tsx")).ColumnMenu }));

/** Chooses the columns of the list. */
export function ColumnChoice(props: ColumnChoiceProps) {
  return (
    <MenuButton label="Columns" icon={<Columns3 size={16} strokeWidth={1.5} aria-hidden />}>
      <ColumnMenu {...props} />
    </MenuButton>
  );
}
