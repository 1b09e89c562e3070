import type { ReactNode } from "react";
import { visibleText } from "../../format/visible-text.ts";
import { type Block, markdownBlocks } from "../../model/text/markdown.ts";
import type { Inline } from "../../model/text/markdown-inline.ts";
import { CodeView } from "./code-view.tsx";
import styles from "./markdown-view.module.css";

/** A Markdown text as elements. Nothing is ever loaded: pictures are chips, and links say where they lead. */
export function MarkdownView({ text }: { readonly text: string }) {
  return <div className={styles["text"]}>{blocksView(markdownBlocks(text))}</div>;
}

function blocksView(blocks: readonly Block[]): ReactNode {
  return blocks.map((block, index) => <BlockView key={index} block={block} />);
}

function BlockView({ block }: { readonly block: Block }): ReactNode {
  switch (block.kind) {
    case "heading":
      // Not a heading of the page: its outline is the page's own.
      return (
        <p className={`${styles["heading"]} ${block.level === 1 ? styles["first"] : ""}`}>
          <Inlines parts={block.parts} />
        </p>
      );
    case "paragraph":
      return (
        <p dir="auto">
          <Inlines parts={block.parts} />
        </p>
      );
    case "code":
      return (
        <CodeView
          source={block.text}
          isPlain={!/^(?:js|ts|jsx|tsx|javascript|typescript|json|py|python)$/.test(block.language)}
        />
      );
    case "quote":
      return <blockquote>{blocksView(block.blocks)}</blockquote>;
    case "rule":
      return <hr />;
    default:
      return block.isOrdered ? (
        <ol start={block.start}>{itemsView(block.items)}</ol>
      ) : (
        <ul>{itemsView(block.items)}</ul>
      );
  }
}

function itemsView(items: readonly (readonly Block[])[]): ReactNode {
  return items.map((blocks, index) => <li key={index}>{blocksView(blocks)}</li>);
}

function Inlines({ parts }: { readonly parts: readonly Inline[] }): ReactNode {
  return parts.map((part, index) => <InlineView key={index} part={part} />);
}

function InlineView({ part }: { readonly part: Inline }): ReactNode {
  switch (part.kind) {
    case "text":
      return visibleText(part.text);
    case "code":
      return <code>{visibleText(part.text)}</code>;
    case "strong":
      return (
        <strong>
          <Inlines parts={part.parts} />
        </strong>
      );
    case "emphasis":
      return (
        <em>
          <Inlines parts={part.parts} />
        </em>
      );
    case "strike":
      return (
        <s>
          <Inlines parts={part.parts} />
        </s>
      );
    case "break":
      return <br />;
    case "picture":
      return (
        <span className={styles["chip"]}>
          picture <Inlines parts={part.parts} /> {part.host !== "" && `from ${visibleText(part.host)}`}
        </span>
      );
    default:
      return (
        <>
          {part.href === undefined ? (
            <Inlines parts={part.parts} />
          ) : (
            <a href={part.href} target="_blank" rel="noopener noreferrer">
              <Inlines parts={part.parts} />
            </a>
          )}
          {part.host !== "" && <span className={styles["chip"]}>{visibleText(part.host)}</span>}
        </>
      );
  }
}
