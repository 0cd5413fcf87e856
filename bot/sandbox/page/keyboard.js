/** Inline keyboards: buttons that work, and what the bot answers to a press. */

import { act } from "./api.js";
import { h, icon } from "./dom.js";
import { fullName } from "./format.js";
import { safeUrl } from "./links.js";
import { alertBox, attempt, copy, toast } from "./notices.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").InlineButton} InlineButton */

const DEFAULT_LIFETIME = 15;

/** Presses buttons as the reader and shows the answers. */
export class Keyboards {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   * @param {import("./links.js").Links} links
   */
  constructor(store, view, links) {
    this.store = store;
    this.view = view;
    this.links = links;
    /** @type {Set<string>} buttons that wait for the bot */
    this.busy = new Set();
    /** @type {Map<string, string>} button by callback query */
    this.waiting = new Map();
    /** @type {Set<string>} queries answered before the press itself returned */
    this.early = new Set();
    store.listen((event) => event.type === "callback_answer" && this.answered(event));
  }

  /**
   * The keyboard under a message; null where it has none.
   * @param {Message} message
   */
  render(message) {
    const rows = message.reply_markup?.inline_keyboard ?? [];
    if (!rows.length) return null;
    return h("div", { class: "keyboard", role: "group", "aria-label": "Buttons" },
      rows.map((row, rowAt) => h("div", { class: "keyboard-row" },
        row.map((button, columnAt) => this.button(message, button, rowAt, columnAt)))));
  }

  /**
   * @param {Message} message
   * @param {InlineButton} button
   * @param {number} row
   * @param {number} column
   */
  button(message, button, row, column) {
    const href = button.url ? safeUrl(button.url) : null;
    if (href) {
      const click = (/** @type {Event} */ event) => this.links.follow(href) && event.preventDefault();
      const props = { href, title: href, target: "_blank", rel: "noopener noreferrer nofollow" };
      return h("a", { class: "key", ...props, on: { click } }, button.text, icon("outside"));
    }
    const key = `${message.chat.id}:${message.message_id}:${row}:${column}`;
    const click = () => this.press(message, row, column, key);
    return h("button", {
      type: "button", class: "key", title: button.callback_data, "data-key": key,
      "aria-busy": String(this.busy.has(key)), on: { click },
    }, button.text);
  }

  /**
   * @param {Message} message
   * @param {number} row
   * @param {number} column
   * @param {string} key
   */
  async press(message, row, column, key) {
    if (this.busy.has(key)) return;
    this.setBusy(key, true);
    const chat = this.store.chats.get(message.chat.id);
    const where = { chat_id: message.chat.id, message_id: message.message_id, row, column };
    const result = await attempt(() => act("press", { person_id: this.view.actor(chat), ...where }));
    const query = result?.callback_query_id;
    if (!query || this.early.delete(query)) {
      this.setBusy(key, false);
    } else {
      this.waiting.set(query, key);
      const lifetime = this.store.bot.query_lifetime ?? DEFAULT_LIFETIME;
      setTimeout(() => this.release(query), lifetime * 1000);
    }
    if (result) this.afterPress(result);
  }

  /** @param {any} result PressResult */
  afterPress(result) {
    if (result.url) this.offer(result.url);
    else if (result.copy_text) copy(result.copy_text);
    else {
      const query = result.switch_inline_query_current_chat ?? result.switch_inline_query;
      if (query === null || query === undefined) return;
      const text = `@${this.store.bot.username} ${query}`;
      document.dispatchEvent(new CustomEvent("compose", { detail: text }));
    }
  }

  /**
   * Open an address the bot gave, if the person agrees where it leads outside.
   * @param {string} address
   */
  offer(address) {
    const href = safeUrl(address);
    if (href && !this.links.follow(href)) window.open(href, "_blank", "noopener,noreferrer");
  }

  /** @param {import("./types.js").Event} event */
  answered(event) {
    const query = event.callback_query_id;
    if (!this.waiting.has(query)) this.early.add(query);
    this.release(query);
    const isHere = event.chat_id === this.view.chatId && event.person_id === this.view.actor();
    const person = fullName(this.store.people.get(event.person_id));
    if (event.url && isHere) this.offer(event.url);
    if (!event.text) return;
    if (event.show_alert && isHere) alertBox(fullName(this.store.bot), event.text);
    else toast(isHere ? event.text : `To ${person}: ${event.text}`);
  }

  /** @param {string} query */
  release(query) {
    const key = this.waiting.get(query);
    this.waiting.delete(query);
    if (key) this.setBusy(key, false);
  }

  /**
   * @param {string} key
   * @param {boolean} isBusy
   */
  setBusy(key, isBusy) {
    this.busy[isBusy ? "add" : "delete"](key);
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    button?.setAttribute("aria-busy", String(isBusy));
  }
}
