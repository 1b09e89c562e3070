export { archiveKey } from "./archive-key.ts";
export { type ArchiveLine, archiveLine, parseArchiveLine } from "./archive-line.ts";
export { addArchivedNotes, readNotes } from "./stored-notes.ts";
