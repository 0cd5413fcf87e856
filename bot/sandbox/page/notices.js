/** Toasts, alerts, questions to the person at the page, and menus. */

import { byId, h } from "./dom.js";

const TOAST_LASTS = 4500;

/**
 * Say something shortly, at the edge of the screen.
 * @param {string} text
 * @param {"plain" | "error"} [kind]
 */
export function toast(text, kind = "plain") {
  const box = h("div", { class: `toast ${kind}` }, text);
  byId("toasts").append(box);
  setTimeout(() => box.remove(), TOAST_LASTS);
  box.addEventListener("click", () => box.remove());
}

/**
 * Do something; where it fails, say why in a toast.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), "error");
    return undefined;
  }
}

/** Put what the clipboard takes. @param {string} text */
export async function copy(text) {
  await attempt(() => navigator.clipboard.writeText(text).then(() => toast("Copied")));
}

/**
 * Show a modal dialog with some content until it is closed.
 * @param {string} label
 * @param {Node[]} content
 * @param {string} [className]
 * @returns {HTMLDialogElement}
 */
export function dialog(label, content, className = "") {
  const box = h("dialog", { class: `dialog ${className}`, "aria-label": label }, content);
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  box.addEventListener("close", () => {
    box.remove();
    before?.focus?.();
  });
  box.addEventListener("click", (/** @type {MouseEvent} */ event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

/**
 * An alert, as the bot's answer to a button may ask for.
 * @param {string} title
 * @param {string} text
 */
export function alertBox(title, text) {
  const ok = h("button", { type: "button", class: "button", on: { click: () => box.close() } }, "OK");
  const box = dialog(title, [h("h2", null, title), h("p", null, text), h("div", { class: "actions" }, ok)]);
  ok.focus();
}

/**
 * Ask for a line of text, or for a plain yes where no field is given.
 * @param {string} title
 * @param {{field?: string, action: string, text?: string}} options
 * @returns {Promise<string | null>} null: cancelled
 */
export function ask(title, { field, action, text }) {
  return new Promise((resolve) => {
    const input = field && h("input", { type: "text", required: true, autocomplete: "off" });
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      resolve(input ? input.value.trim() : "yes");
      box.close();
    };
    const form = h("form", { on: { submit } },
      h("h2", null, title),
      text && h("p", null, text),
      input && h("label", { class: "field" }, field, input),
      h("div", { class: "actions" },
        h("button", { type: "button", class: "button quiet", on: { click: () => box.close() } }, "Cancel"),
        h("button", { type: "submit", class: "button" }, action)));
    const box = dialog(title, [form]);
    box.addEventListener("close", () => resolve(null));
    (input || form.querySelector("button[type=submit]")).focus();
  });
}

/**
 * @typedef {{label: string, run: () => void, checked?: boolean, detail?: string,
 *   danger?: boolean, isShort?: boolean}} Item `isShort`: stands in a row with others like it
 */

/** @type {{anchor: object, close: () => void} | null} */
let openMenu = null;

document.addEventListener("pointerdown", ({ target }) => {
  const anchor = openMenu?.anchor;
  const element = /** @type {Element} */ (target);
  if (!element.closest(".menu") && !(anchor instanceof Node && anchor.contains(element))) openMenu?.close();
}, true);

/**
 * Open a menu beside an element or a point; arrow keys move, Escape and a click elsewhere close it.
 * @param {string} label
 * @param {(Item | string)[]} items a string is a heading
 * @param {HTMLElement | {x: number, y: number}} anchor
 */
export function menu(label, items, anchor) {
  const isAgain = openMenu?.anchor === anchor;
  openMenu?.close();
  if (isAgain) return;
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const box = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual" });
  const close = () => {
    const hadFocus = box.contains(document.activeElement);
    openMenu = null;
    box.remove();
    if (hadFocus) before?.focus?.({ preventScroll: true });
  };
  openMenu = { anchor, close };
  for (const item of items) {
    if (typeof item === "string") {
      box.append(h("p", { class: "menu-heading", role: "presentation" }, item));
      continue;
    }
    const click = () => {
      close();
      item.run();
    };
    const isRadio = item.checked !== undefined;
    if (item.isShort && !box.lastChild?.classList.contains("menu-row")) {
      box.append(h("div", { class: "menu-row", role: "presentation" }));
    }
    (item.isShort ? box.lastChild : box).append(h("button", {
      type: "button", tabindex: -1, class: `menu-item ${item.danger ? "danger" : ""}`,
      role: isRadio ? "menuitemradio" : "menuitem", "aria-checked": isRadio ? String(item.checked) : null,
      on: { click },
    }, h("span", null, item.label), item.detail && h("small", null, item.detail)));
  }
  box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (!["Escape", "Tab"].includes(event.key)) return moveInMenu(box, event);
    event.preventDefault();
    event.stopPropagation();
    close();
  });
  document.body.append(box);
  box.showPopover();
  setBeside(box, anchor);
  (box.querySelector("[aria-checked=true]") ?? box.querySelector("button"))?.focus();
}

/**
 * @param {HTMLElement} box
 * @param {KeyboardEvent} event
 */
function moveInMenu(box, event) {
  /** @type {HTMLElement[]} */
  const items = [...box.querySelectorAll("button")];
  const at = items.indexOf(/** @type {any} */ (document.activeElement));
  const [before, after, last] = [at - 1, at + 1, items.length - 1];
  const keys = { ArrowDown: after, ArrowRight: after, ArrowUp: before, ArrowLeft: before, Home: 0, End: last };
  const next = keys[/** @type {keyof typeof keys} */ (event.key)];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length]?.focus();
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement | {x: number, y: number}} anchor
 */
function setBeside(box, anchor) {
  const rect = anchor instanceof HTMLElement ? anchor.getBoundingClientRect() : null;
  const point = rect ? { x: rect.left, y: rect.bottom + 4 } : /** @type {any} */ (anchor);
  const { offsetWidth: width, offsetHeight: height } = box;
  const above = (rect ? rect.top - 4 : point.y) - height;
  const isLow = point.y + height > innerHeight - 8;
  const top = isLow && above >= 8 ? above : Math.min(point.y, innerHeight - height - 8);
  box.style.left = `${Math.max(8, Math.min(point.x, innerWidth - width - 8))}px`;
  box.style.top = `${Math.max(8, top)}px`;
}
