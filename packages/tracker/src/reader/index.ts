export { localLogs, type LocalLogsOptions } from "./local-logs.ts";
