import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { visibleText } from "../format/visible-text.ts";
import styles from "./page-header.module.css";

interface Crumb {
  readonly text: string;
  /** The whole of a text that is shortened. */
  readonly title?: string;
  /** An address of the page; the last crumb has none. */
  readonly to?: string;
}

interface PageHeaderProps {
  readonly crumbs: readonly Crumb[];
  /** Facts beside the title. */
  readonly children?: ReactNode;
  /** Buttons at the right. */
  readonly actions?: ReactNode;
  /** Whether the facts come later: on a phone they have a line to themselves, so that nothing moves then. */
  readonly isLate?: boolean;
}

/** The bar at the top of a screen: where one is, what there is to know, what one can do. */
export function PageHeader({ crumbs, children, actions, isLate = false }: PageHeaderProps) {
  return (
    <header className={styles["header"]}>
      <nav aria-label="Where you are" className={styles["crumbs"]}>
        {crumbs.map(({ text, title = text, to }, index) =>
          to === undefined ? (
            <h1 key={index} className={styles["title"]} title={visibleText(title)}>
              {visibleText(text)}
            </h1>
          ) : (
            <span key={index} className={styles["crumb"]}>
              <Link to={to}>{visibleText(text)}</Link>
              <span aria-hidden>/</span>
            </span>
          ),
        )}
      </nav>
      <div className={`${styles["facts"]} ${isLate ? styles["late"] : ""}`}>{children}</div>
      <div className={styles["actions"]}>{actions}</div>
    </header>
  );
}
