import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import type { RunSearch } from "../shell/search.ts";
import { merged, type ViewChange } from "../model/merged-view.ts";
import type { RunKey } from "./run-key.ts";

export { merged, type ViewChange } from "../model/merged-view.ts";

const run = "/p/$project/r/$partition/$app";

/** The run of the address. */
export function useRunKey(): RunKey {
  const { project, partition, app } = useParams({ from: run });
  return { project, partition: partition === "~" ? null : partition, app };
}

/** What the address says of the view, and the two ways to change it. */
export interface View {
  readonly search: RunSearch;
  /** A continuous move, as with keys: Back does not stop at it. */
  readonly move: (change: ViewChange) => void;
  /** A jump, as by a link: Back comes back from it. */
  readonly jump: (change: ViewChange) => void;
}

/** The view of the run page. */
export function useView(): View {
  const search = useSearch({ from: run });
  const navigate = useNavigate({ from: run });
  const move = useCallback(
    (change: ViewChange) => void navigate({ search: (old) => merged(old, change), replace: true }),
    [navigate],
  );
  const jump = useCallback((change: ViewChange) => void navigate({ search: (old) => merged(old, change) }), [navigate]);
  return { search, move, jump };
}

/** So long after the last change the browser has to have it in its address. */
const keptAfterMs = 1000;

/** Browsers leave out changes of the address that come too fast, as while a key is held down: this makes up for it. */
export function useAddressKept(): void {
  const router = useRouter();
  const search = useSearch({ from: run });
  useEffect(() => {
    const keep = (): void => {
      const { href } = router.latestLocation;
      if (meaningOf(href) === meaningOf(location.href)) return;
      history.replaceState(history.state, "", href);
      timer = setTimeout(keep, keptAfterMs);
    };
    let timer = setTimeout(keep, keptAfterMs);
    return () => clearTimeout(timer);
  }, [router, search]);
}

/** The same for addresses that are only written in another way: `key:/mode` and `key%3A%2Fmode`. */
function meaningOf(href: string): string {
  const { pathname, searchParams, hash } = new URL(href, location.href);
  return `${decodeURI(pathname)}?${searchParams.toString()}${hash}`;
}
