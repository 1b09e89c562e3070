import { Link } from "@tanstack/react-router";
import { Copy, SquareArrowOutUpRight } from "lucide-react";
import { Fragment } from "react";
import { useEditor } from "../../../data/editor.ts";
import { visibleText } from "../../../format/visible-text.ts";
import type { SourcePlace as Place } from "../../../model/editor-link.ts";
import { IconButton } from "../../../parts/button.tsx";
import { toast } from "../../../shell/toasts.tsx";
import styles from "./inspector.module.css";

/** Where an action was made: opens in the editor, if people have said in which. */
export function SourcePlace({ project, place }: { readonly project: string; readonly place: Place }) {
  const editor = useEditor(project, place);
  const text = `${place.file}:${place.line}`;
  return (
    <>
      <div className={styles["place"]}>
        {editor?.link === undefined ? (
          <PlaceText text={text} />
        ) : (
          <a href={editor.link} rel="noopener noreferrer">
            <SquareArrowOutUpRight size={14} strokeWidth={1.5} aria-hidden /> Open <PlaceText text={text} /> in{" "}
            {editor.name}
          </a>
        )}
        <IconButton
          label="Copy the place"
          onClick={() => void navigator.clipboard.writeText(text).then(() => toast("Place copied."))}
        >
          <Copy size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </div>
      {editor?.link === undefined && (
        <p className={styles["note"]}>
          To open it {editor === undefined ? "in an editor, choose one" : `in ${editor.name}, say where the project is`}{" "}
          in the <Link to="/settings">settings</Link>.
        </p>
      )}
    </>
  );
}

/** It breaks behind the names of folders. */
function PlaceText({ text }: { readonly text: string }) {
  return (
    <span className={styles["mono"]}>
      {text.split(/(?<=\/)/).map((name, index) => (
        <Fragment key={index}>
          {visibleText(name)}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}
