import { Link2 } from "lucide-react";
import { stepPlace } from "../../model/step-place.ts";
import { IconButton } from "../../parts/button.tsx";
import { useCommands } from "../../shell/commands.ts";
import { copyText } from "../../shell/copy-text.ts";
import { type RunPage, useRun } from "./run-context.ts";

/** Copies the link to this view: by a button, and by a key. */
export function CopyLink() {
  const page = useRun();
  const copy = (): void => copyText(linkTo(page), "Link copied.");
  useCommands("copyLink", {
    "copy-link": copy,
  });
  return (
    <IconButton label="Copy the link to this view" onClick={copy}>
      <Link2 size={16} strokeWidth={1.5} aria-hidden />
    </IconButton>
  );
}

/** The address of what is seen now, also where it says "the last step". */
function linkTo({ search, steps, current }: RunPage): string {
  const url = new URL(location.href);
  const place = search.s === undefined && current !== undefined ? stepPlace(steps, current.n) : undefined;
  if (place !== undefined) url.searchParams.set("s", String(place.s));
  if (place?.r !== undefined) url.searchParams.set("r", String(place.r));
  return url.href;
}
