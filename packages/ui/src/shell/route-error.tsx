import type { ErrorComponentProps } from "@tanstack/react-router";
import { PageHeader } from "../parts/page-header.tsx";
import { ErrorBox } from "../parts/error-box.tsx";

/** What stands in the place of a screen that could not be shown. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  return (
    <>
      <PageHeader crumbs={[{ text: "Projects", to: "/p" }, { text: "Not shown" }]} />
      <main id="main">
        <ErrorBox error={error} retry={reset} />
      </main>
    </>
  );
}
