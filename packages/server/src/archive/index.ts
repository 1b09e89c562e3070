export { archiveKey } from "./archive-key.ts";
export { type ArchiveLine, parseArchiveLine } from "./archive-line.ts";
export { addArchivedNotes, readNotes } from "./stored-notes.ts";
