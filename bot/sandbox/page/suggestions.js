/** What opens over the message field: the bot's commands after "/", inline results after its name. */

import { act, get } from "./api.js";
import { h } from "./dom.js";
import { attempt } from "./notices.js";

/** @typedef {{label: string, detail?: string, fill?: string, run: () => void}} Suggestion */

const PAUSE = 250;
const INLINE_WAIT = 10;

export class Suggestions {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   * @param {HTMLTextAreaElement} field
   * @param {(text: string) => void} send
   */
  constructor(store, view, field, send) {
    this.store = store;
    this.view = view;
    this.field = field;
    this.send = send;
    this.box = h("div", {
      class: "suggestions", id: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true,
    });
    /** @type {Suggestion[]} */
    this.items = [];
    this.at = 0;
    /** @type {Map<string, Promise<any[]>>} */
    this.commands = new Map();
    this.asked = 0;
    store.listen(({ type }) => ["commands", "person", "chat"].includes(type) && this.commands.clear());
    store.watch((dirty) => dirty.has("link") && this.commands.clear());
  }

  /** Look at the field again and open, change or close the list. */
  async update() {
    const asked = ++this.asked;
    const text = this.field.value;
    const command = /^\/([\p{L}\d_]*)$/u.exec(text);
    const username = this.store.bot.username ?? "";
    const prefix = `@${username} `.toLowerCase();
    if (command) {
      const items = await this.findCommands(command[1].toLowerCase());
      if (asked === this.asked) this.show(items);
    } else if (username && text.toLowerCase().startsWith(prefix)) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      const items = asked === this.asked ? await this.findInline(text.slice(prefix.length)) : [];
      if (asked === this.asked) this.show(items);
    } else this.close();
  }

  /**
   * @param {string} typed
   * @returns {Promise<Suggestion[]>}
   */
  async findCommands(typed) {
    const chat = this.view.chat;
    if (!chat) return [];
    const key = `chat_id=${chat.id}&person_id=${this.view.actor()}`;
    const known = this.commands.get(key) ?? get(`/commands?${key}`).catch(() => []);
    this.commands.set(key, known);
    const suffix = chat.type === "private" ? "" : `@${this.store.bot.username}`;
    return (await known)
      .filter(({ command }) => command.startsWith(typed))
      .map(({ command, description }) => ({
        label: `/${command}`, detail: description, fill: `/${command} `,
        run: () => this.send(`/${command}${suffix}`),
      }));
  }

  /**
   * @param {string} query
   * @returns {Promise<Suggestion[]>}
   */
  async findInline(query) {
    const chat = this.view.chat;
    if (!chat) return [];
    const where = { person_id: this.view.actor(), chat_id: chat.id };
    const found = await attempt(() => act("query_inline", { ...where, query, wait: INLINE_WAIT }));
    const thread = chat.is_forum && this.view.topic !== 1 ? { message_thread_id: this.view.topic } : {};
    return (found?.results ?? []).map((/** @type {any} */ result) => ({
      label: result.title ?? result.caption ?? result.type,
      detail: result.description ?? "",
      run: () => {
        const choice = { ...where, ...thread, inline_query_id: found.inline_query_id, result_id: result.id };
        this.field.value = "";
        this.close();
        attempt(() => act("choose_inline", choice));
      },
    }));
  }

  /** @param {Suggestion[]} items */
  show(items) {
    this.items = items;
    if (!items.length) return this.close();
    this.box.replaceChildren(...items.map((item, at) => h("div", {
      class: "suggestion", role: "option", id: `suggestion-${at}`,
      on: {
        mousedown: (/** @type {Event} */ event) => event.preventDefault(),
        click: () => this.choose(at),
      },
    }, h("b", null, item.label), item.detail && h("span", { dir: "auto" }, item.detail))));
    this.box.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.select(0);
  }

  close() {
    this.asked += 1;
    this.items = [];
    this.box.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** @param {number} at */
  select(at) {
    this.at = (at + this.items.length) % this.items.length;
    [...this.box.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.at));
      if (index === this.at) option.scrollIntoView({ block: "nearest" });
    });
    this.field.setAttribute("aria-activedescendant", `suggestion-${this.at}`);
  }

  /** @param {number} at */
  choose(at) {
    const item = this.items[at];
    this.close();
    item?.run();
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was for the list
   */
  keydown(event) {
    if (!this.isOpen) return false;
    const { fill } = this.items[this.at];
    if (event.key === "ArrowDown") this.select(this.at + 1);
    else if (event.key === "ArrowUp") this.select(this.at - 1);
    else if (event.key === "Enter" && !event.shiftKey) this.choose(this.at);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey && fill) {
      this.field.value = fill;
      this.close();
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
