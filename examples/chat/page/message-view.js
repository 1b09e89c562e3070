/** @import { Message, Source } from "../chat.ts" */

/**
 * An element with a class, and text or children in it. Text is only ever set as text.
 * @template {keyof HTMLElementTagNameMap} TName
 * @param {TName} name
 * @param {string} className
 * @param {...(string | Node)} content
 */
export function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  made.append(...content);
  return made;
}

/** One message in the log. It can be shown again and again while its text grows. */
export class MessageView {
  #text = element("div", "text");
  #notes = element("div", "notes");
  /** @type {HTMLElement} */
  root;

  /** @param {Message["role"]} role */
  constructor(role) {
    const who = element("span", "unseen", role === "user" ? "You:" : "Answer:");
    this.root = element("article", `message ${role}`, who, this.#text, this.#notes);
    this.#notes.hidden = true;
  }

  /**
   * The answer so far.
   * @param {string} text
   */
  showLive(text) {
    this.root.classList.add("live");
    this.#text.replaceChildren(...blocks(text));
    if (text === "") this.#text.append(element("p", ""));
  }

  /** The answer broke off: what is there stays, and grows no more. */
  showBroken() {
    this.root.classList.replace("live", "broken");
  }

  /**
   * The whole message, with what it rests on.
   * @param {Message} message
   */
  show({ text, sources, isStopped }) {
    this.root.classList.remove("live");
    this.#text.replaceChildren(...blocks(text));
    const stopped = text === "" ? "Stopped before the first word" : "Stopped";
    this.#notes.replaceChildren(...(isStopped ? [element("span", "badge", stopped)] : []), ...sources.map(sourceLink));
    this.#notes.hidden = this.#notes.childElementCount === 0;
    for (const cite of this.#text.querySelectorAll("a.cite")) {
      const source = sources.find(({ number }) => String(number) === cite.textContent);
      if (source !== undefined) cite.setAttribute("href", addressOf(source));
    }
  }
}

/** @param {Source} source */
function addressOf({ file }) {
  return `/documents/${file.split("/").map(encodeURIComponent).join("/")}`;
}

/** @param {Source} source */
function sourceLink(source) {
  const { number, file, heading } = source;
  const where = element("span", "", file, ...(heading === "" ? [] : [element("i", "", ` › ${heading}`)]));
  const link = element("a", "source", element("b", "", String(number)), where);
  link.href = addressOf(source);
  link.target = "_blank";
  link.title = `${file} › ${heading}`;
  return link;
}

/**
 * Paragraphs and blocks of code; an unfinished block shows as one, too.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
function blocks(text) {
  return text.split("```").flatMap((part, index) => (index % 2 === 1 ? [codeBlock(part)] : paragraphs(part)));
}
/** @param {string} text */
function codeBlock(text) {
  return element("pre", "", element("code", "", text.replace(/^\w*\n/, "").trimEnd()));
}

/**
 * @param {string} text
 * @returns {HTMLElement[]}
 */
function paragraphs(text) {
  const parts = text.split(/\n{2,}/).map((part) => part.trim());
  return parts.filter((part) => part !== "").map((part) => element("p", "", ...inline(part)));
}

/**
 * Text with `code` and citations such as [1].
 * @param {string} text
 */
function inline(text) {
  return text.split(/(`[^`]+`|\s?\[\d+\])/).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith("`")) return element("code", "", part.slice(1, -1));
    const cite = element("a", "cite", part.trim().slice(1, -1));
    cite.target = "_blank";
    return cite;
  });
}
