export { localTracker, type LocalTracker, type LocalTrackerOptions } from "./local/local-tracker.ts";
export { defaultDir, localSink, type LocalSink, type LocalSinkOptions } from "./local/local-sink.ts";
export { folderName } from "./local/folder-name.ts";
export { recorder, type Recorder, type RecorderOptions } from "./record/recorder.ts";
export type { LogFormat } from "./record/app-lines.ts";
export { secretKeys, type RedactRule, type ValuePath } from "./values/redact.ts";
export type { AppLog, LogPlace, LogSink } from "./sink.ts";
export { memoryTracker, type MemoryTracker, type MemoryTrackerOptions } from "./memory/memory-tracker.ts";
export { localLogs, type LocalLogsOptions } from "./reader/index.ts";
