import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ApiError } from "../data/api.ts";
import { isTokenRefused } from "../data/session.ts";
import { Button } from "./button.tsx";
import styles from "./boxes.module.css";

/** What went wrong, what to do about it, and a way to try again. */
export function ErrorBox({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { title, text } = described(error);
  return (
    <div className={styles["box"]} role="alert">
      <h2 className={styles["big"]}>{title}</h2>
      <p>{text}</p>
      {retry !== undefined && <Button onClick={retry}>Try again</Button>}
    </div>
  );
}

// What browsers say when nobody answers.
const noAnswer =
  /server does not answer|failed to fetch|networkerror|load failed|network request failed|unable to preload|dynamically imported module|importing a module/i;

function described(error: unknown): { readonly title: string; readonly text: ReactNode } {
  if (error instanceof ApiError) return describedAnswer(error);
  if (error instanceof Error && noAnswer.test(error.message)) {
    return {
      title: "The server does not answer",
      text: <>It may have been stopped. Start it again, and try again here: the page goes on where it was.</>,
    };
  }
  return { title: "This could not be shown", text: error instanceof Error ? error.message : "" };
}

function describedAnswer({ status, message, hint }: ApiError): { readonly title: string; readonly text: ReactNode } {
  if (status === 401 && isTokenRefused()) {
    return {
      title: "The token of this address is not the right one",
      text: (
        <>
          The server makes another one at each start: open the address that <code>burr ui</code> or{" "}
          <code>burr dev</code> has printed last. With <code>BURR_TOKEN</code> set, it stays the same.
        </>
      ),
    };
  }
  if (status === 401) {
    return {
      title: "This page needs its token",
      text: (
        <>
          Open it by the address that <code>burr ui</code> or <code>burr dev</code> has printed: the token is in it, and
          another one after each start.
        </>
      ),
    };
  }
  if (status === 404) {
    return {
      title: message.replace("application", "run").replace(/\.$/, ""),
      text: (
        <>
          It may have been deleted, or its name was typed otherwise. Look at <Link to="/p">all projects</Link>.
        </>
      ),
    };
  }
  return { title: message.replace(/\.$/, ""), text: hint ?? "" };
}
