import type { ErrorComponentProps } from "@tanstack/react-router";
import { PageHeader } from "../parts/page-header.tsx";
import { ErrorBox } from "../parts/error-box.tsx";

// Browsers keep in mind that a part of the page could not be loaded: only a new page tries again.
const notLoaded = /unable to preload|dynamically imported module|importing a module/i;

/** What stands in the place of a screen that could not be shown. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const isPartMissing = error instanceof Error && notLoaded.test(error.message);
  return (
    <>
      <PageHeader crumbs={[{ text: "Projects", to: "/p" }, { text: "Not shown" }]} />
      <main id="main">
        <ErrorBox error={error} retry={isPartMissing ? () => location.reload() : reset} />
      </main>
    </>
  );
}
