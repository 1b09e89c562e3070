import type { RunHeader, StepPointer } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { CornerLeftUp } from "lucide-react";
import { headerQuery } from "../../data/queries.ts";
import { shortId } from "../../format/short-id.ts";
import { visibleText } from "../../format/visible-text.ts";
import { RunLink } from "./run-relations.tsx";

/** The runs above a child: who started it, and the step that did. */
export function WayUp({ header }: { readonly header: RunHeader }) {
  const { project, spawned_by: above } = header;
  const key = { project, partition: above?.partition_key ?? null, app: above?.app_id ?? "" };
  const { data } = useQuery({ ...headerQuery(key), enabled: above !== null });
  if (above === null) return null;
  const further: StepPointer | null = data?.spawned_by ?? null;
  return (
    <>
      {further !== null && (
        <RunLink project={project} run={further} title="The run that started the one that started this one">
          … {visibleText(shortId(further.app_id))} /
        </RunLink>
      )}
      <RunLink project={project} run={above} title="The run that started this one">
        <CornerLeftUp size={14} strokeWidth={1.5} aria-hidden />
        child of {visibleText(shortId(above.app_id))}
        {above.sequence_id === null ? "" : ` @${above.sequence_id}`}
      </RunLink>
    </>
  );
}
