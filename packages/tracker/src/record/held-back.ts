type Write = () => void;

const held = new Set<Write>();

/** Something is held back for a moment; `write` writes it when the process ends before. Until `letGo`. */
export function holdBack(write: Write): void {
  held.add(write);
}

/** What was held back is written. */
export function letGo(write: Write): void {
  held.delete(write);
}

/** Writes all that is held back in this process, so that sinks have it. */
export function writeHeldBack(): void {
  for (const write of held) write();
}
