/** Text with Telegram's entities as nodes. Offsets count UTF-16 units, as JavaScript's strings do. */

import { h } from "./dom.js";
import { safeUrl } from "./links.js";

/** @typedef {import("./types.js").Entity} Entity */

/**
 * What the text may do when it is clicked.
 * @typedef {{link: (href: string) => boolean, command: (text: string) => void,
 *   mention: (name: string) => void, person: (id: number) => void, copy: (text: string) => void,
 *   opened: Set<string>}} Reader `opened`: the spoilers and quotes this reader opened
 */

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };

/**
 * Render a text.
 * @param {string} text
 * @param {Entity[] | undefined} entities
 * @param {Reader} reader
 * @param {string} key of the message, so that what was opened stays open
 * @returns {DocumentFragment}
 */
export function renderText(text, entities, reader, key) {
  const sorted = [...(entities ?? [])]
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((one, other) => one.offset - other.offset || other.length - one.length);
  const fragment = document.createDocumentFragment();
  fragment.append(...renderRange(text, 0, text.length, sorted, reader, key));
  return fragment;
}

/**
 * Render text[start:end]; `entities` begin in it, sorted by start, longest first. An entity that
 * runs over the end of the one around it is split there.
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {Entity[]} entities
 * @param {Reader} reader
 * @param {string} key
 * @returns {Node[]}
 */
function renderRange(text, start, end, entities, reader, key) {
  /** @type {Node[]} */
  const nodes = [];
  const waiting = [...entities];
  let at = start;
  while (waiting.length) {
    const entity = /** @type {Entity} */ (waiting.shift());
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    if (from >= to) continue;
    const inner = [];
    while (waiting.length && waiting[0].offset < to) {
      const next = /** @type {Entity} */ (waiting.shift());
      inner.push(next);
      const over = next.offset + next.length - to;
      if (over > 0) insert(waiting, { ...next, offset: to, length: over });
    }
    const isBlock = BLOCKS.has(entity.type);
    pushText(nodes, text.slice(at, from), isBlock);
    const children = renderRange(text, from, to, inner, reader, key);
    nodes.push(wrap(entity, text.slice(from, to), children, reader, `${key}:${from}`));
    at = isBlock && text[to] === "\n" ? to + 1 : to;
  }
  pushText(nodes, text.slice(at, end), false);
  return nodes;
}

/**
 * @param {Entity[]} sorted
 * @param {Entity} entity
 */
function insert(sorted, entity) {
  const at = sorted.findIndex((one) => one.offset > entity.offset);
  sorted.splice(at < 0 ? sorted.length : at, 0, entity);
}

/**
 * A line break beside a block is the block's own.
 * @param {Node[]} nodes
 * @param {string} text
 * @param {boolean} isBeforeBlock
 */
function pushText(nodes, text, isBeforeBlock) {
  const shown = isBeforeBlock ? text.replace(/\n$/, "") : text;
  if (shown) nodes.push(document.createTextNode(shown));
}

/**
 * @param {Entity} entity
 * @param {string} text what it covers
 * @param {Node[]} children
 * @param {Reader} reader
 * @param {string} key
 * @returns {Node}
 */
function wrap(entity, text, children, reader, key) {
  switch (entity.type) {
    case "bold":
    case "italic":
    case "underline":
    case "strikethrough":
      return h(PLAIN[entity.type], null, children);
    case "code":
      return h("code", { title: "Copy", on: { click: () => reader.copy(text) } }, children);
    case "pre":
      return h("pre", { tabindex: 0, "data-language": entity.language }, h("code", null, children));
    case "text_link":
      return link(entity.url ?? "", children, reader);
    case "url":
      return link(text, children, reader);
    case "email":
      return link(`mailto:${text}`, children, reader);
    case "phone_number":
      return link(`tel:${text.replace(/[^\d+]/g, "")}`, children, reader);
    case "mention":
      return acting(children, () => reader.mention(text));
    case "text_mention":
      return acting(children, () => reader.person(entity.user?.id ?? 0));
    case "bot_command":
      return acting(children, () => reader.command(text));
    case "hashtag":
    case "cashtag":
      return h("span", { class: "tag" }, children);
    case "spoiler":
      return spoiler(children, reader, key);
    case "blockquote":
      return h("blockquote", null, children);
    case "expandable_blockquote":
      return quote(children, reader, key);
    default:
      return h("span", null, children);
  }
}

/**
 * @param {string} address
 * @param {Node[]} children
 * @param {Reader} reader
 */
function link(address, children, reader) {
  const href = safeUrl(address);
  if (!href) return h("span", { title: "This address is not one to follow" }, children);
  const click = (/** @type {Event} */ event) => reader.link(href) && event.preventDefault();
  const props = { href, title: href, target: "_blank", rel: "noopener noreferrer nofollow" };
  return h("a", { ...props, on: { click } }, children);
}

/**
 * Words that do something in this Telegram.
 * @param {Node[]} children
 * @param {() => void} run
 */
function acting(children, run) {
  const click = (/** @type {Event} */ event) => {
    event.preventDefault();
    run();
  };
  const keydown = (/** @type {KeyboardEvent} */ event) => event.key === " " && click(event);
  return h("a", { href: "#", role: "button", on: { click, keydown } }, children);
}

/**
 * @param {Node[]} children
 * @param {Reader} reader
 * @param {string} key
 */
function spoiler(children, reader, key) {
  const inner = h("span", { class: "spoiler-text" }, children);
  if (reader.opened.has(key)) return h("span", { class: "spoiler opened" }, inner);
  inner.setAttribute("aria-hidden", "true");
  const box = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": "Hidden text, press to show" }, inner);
  const open = (/** @type {Event} */ event) => {
    if (box.classList.contains("opened")) return;
    event.preventDefault();
    event.stopPropagation();
    reader.opened.add(key);
    box.classList.add("opened");
    for (const name of ["role", "tabindex", "aria-label"]) box.removeAttribute(name);
    inner.removeAttribute("aria-hidden");
  };
  box.addEventListener("click", open, { capture: true });
  box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) =>
    ["Enter", " "].includes(event.key) && open(event));
  return box;
}

/** Hides the button of a quote that is short enough to be shown whole. */
const measuring = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const box = /** @type {HTMLElement} */ (target.parentElement);
    if (box && !box.classList.contains("opened")) {
      box.classList.toggle("long", target.scrollHeight > target.clientHeight + 2);
    }
  }
});

/**
 * A quote of a few lines with the rest behind a button.
 * @param {Node[]} children
 * @param {Reader} reader
 * @param {string} key
 */
function quote(children, reader, key) {
  const body = h("div", { class: "quote-body" }, children);
  const button = h("button", { type: "button", class: "quote-more" });
  const box = h("blockquote", { class: "expandable" }, body, button);
  const set = (/** @type {boolean} */ isOpen) => {
    box.classList.toggle("opened", isOpen);
    if (isOpen) box.classList.add("long");
    button.textContent = isOpen ? "Show less" : "Show more";
    button.setAttribute("aria-expanded", String(isOpen));
    reader.opened[isOpen ? "add" : "delete"](key);
  };
  set(reader.opened.has(key));
  box.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const isControl = target !== button && target.closest("a, button, .spoiler");
    if (isControl || !box.classList.contains("long") || getSelection()?.toString()) return;
    set(!box.classList.contains("opened"));
  });
  body.addEventListener("focusin", () => box.classList.contains("long") && set(true));
  measuring.observe(body);
  return box;
}
