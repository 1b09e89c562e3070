import { CloudOff } from "lucide-react";
import { isSignedOut, signInText } from "../data/api.ts";
import styles from "./boxes.module.css";

/** Says, beside what is shown already, that it could not be fetched again; nothing while all is well. */
export function StaleNote({ error }: { readonly error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <span className={styles["stale"]} role="status">
      <CloudOff size={14} strokeWidth={1.5} aria-hidden />
      Not up to date: {isSignedOut(error) ? signInText : "the server does not answer"}
    </span>
  );
}
