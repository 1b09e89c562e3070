import { Outlet, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { applySettings } from "../data/settings.ts";
import { KeySheet } from "./key-sheet.tsx";
import { onKeyDown, useCommands } from "./commands.ts";
import { Palette } from "./palette.tsx";
import { Toasts } from "./toasts.tsx";
import styles from "./shell.module.css";

/** What stands around every screen: its keys, the palette, the sheet of keys, messages. */
export function Shell() {
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const router = useRouter();
  useEffect(() => applySettings(), []);
  useEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  useCommands("shell", {
    palette: () => setPaletteOpen(true),
    keys: () => setSheetOpen(true),
    projects: () => void router.navigate({ to: "/p" }),
    settings: () => void router.navigate({ to: "/settings" }),
    doctor: () => void router.navigate({ to: "/doctor" }),
  });
  return (
    <div className={styles["shell"]}>
      <a className={styles["skip"]} href="#main">
        Skip to content
      </a>
      <Outlet />
      <Palette isOpen={isPaletteOpen} onOpenChange={setPaletteOpen} />
      <KeySheet isOpen={isSheetOpen} onOpenChange={setSheetOpen} />
      <Toasts />
    </div>
  );
}
