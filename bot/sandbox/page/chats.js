/** The list of chats: everyone's private chats with the bot, groups and channels. */

import { arrowKeys, byId, h } from "./dom.js";
import { actionWords, colour, fullName, initials, sender, service, summary, when } from "./format.js";

/** @typedef {import("./types.js").Chat} Chat */

const TITLE = document.title;

/**
 * A round picture with initials.
 * @param {string} name
 * @param {number} id
 */
export const avatar = (name, id) =>
  h("span", { class: "avatar", "data-colour": colour(id), "aria-hidden": "true" }, initials(name));

/** @param {number} count */
export const badge = (count) =>
  count > 0 && h("span", { class: "badge" }, count > 99 ? "99+" : count, h("span", { class: "spoken" }, " unread"));

export class Chats {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   */
  constructor(store, view) {
    this.store = store;
    this.view = view;
    this.box = byId("chats");
    this.drawn = "";
    arrowKeys(this.box, "button.chat");
    store.watch((dirty) => {
      if (["world", "messages", "typing", "view"].some((part) => dirty.has(part))) this.render();
      if (dirty.has("link")) this.renderLink();
    });
    document.addEventListener("keydown", (event) => this.keydown(event));
  }

  renderLink() {
    const state = byId("link-state");
    state.textContent = this.store.live ? "" : "disconnected";
    document.body.classList.toggle("lost", !this.store.live);
  }

  sections() {
    const chats = [...this.store.chats.values()].filter((chat) => !chat.migrated_to);
    const of = (/** @type {string[]} */ ...types) => chats.filter((chat) => types.includes(chat.type));
    return /** @type {[string, Chat[]][]} */ ([
      [`Private, with ${fullName(this.store.bot)}`, of("private")],
      ["Groups", of("group", "supergroup")],
      ["Channels", of("channel")],
    ]);
  }

  render() {
    const sections = this.sections().map(([title, chats]) => ({
      title, rows: chats.map((chat) => this.describe(chat)),
    })).filter(({ rows }) => rows.length);
    const drawn = JSON.stringify(sections);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.chat;
    this.box.replaceChildren(...sections.map(({ title, rows }) =>
      h("section", null, h("h2", null, title), h("ul", null, rows.map((row) => this.row(row))))));
    if (focused) this.box.querySelector(`[data-chat="${focused}"]`)?.focus();
    const unread = sections.flatMap(({ rows }) => rows).reduce((sum, row) => sum + row.unread, 0);
    document.title = unread ? `(${unread}) ${TITLE}` : TITLE;
  }

  /** @param {Chat} chat */
  describe(chat) {
    const last = this.store.messages.get(chat.id)?.at(-1);
    const action = this.store.typingIn(chat);
    const isNamed = last && !service(last) && chat.type !== "channel";
    const isBotLine = last?.by_bot && chat.type === "private";
    const author = isNamed && (isBotLine ? "" : this.view.isMine(last, chat) ? "You: " : `${fullName(sender(last))}: `);
    return {
      id: chat.id, name: this.store.nameOf(chat), at: last ? when(last.date) : "",
      line: action ? `${actionWords(action)}…` : last ? (author || "") + summary(last) : this.about(chat),
      isTyping: Boolean(action), unread: this.view.unread(chat), isOpen: chat.id === this.view.chatId,
    };
  }

  /** @param {Chat} chat */
  about(chat) {
    const person = chat.person_id === undefined ? undefined : this.store.people.get(chat.person_id);
    if (person) return person.username ? `@${person.username}` : "No messages yet";
    return `${chat.members.length} members`;
  }

  /** @param {ReturnType<Chats["describe"]>} row */
  row(row) {
    const click = () => this.view.open(row.id);
    return h("li", null, h("button", {
      type: "button", class: "chat", "data-chat": row.id, "aria-current": row.isOpen ? "page" : null, on: { click },
    },
    avatar(row.name, row.id),
    h("span", { class: "chat-name", dir: "auto" }, row.name),
    h("span", { class: "chat-time" }, row.at),
    h("span", { class: `chat-line ${row.isTyping ? "is-typing" : ""}`, dir: "auto" }, row.line),
    badge(row.unread)));
  }

  /** Alt with the up and down arrows goes through the chats. @param {KeyboardEvent} event */
  keydown(event) {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const ids = this.sections().flatMap(([, chats]) => chats.map((chat) => chat.id));
    const at = ids.indexOf(this.view.chatId ?? 0) + (event.key === "ArrowDown" ? 1 : -1);
    if (ids.length) this.view.open(ids[(at + ids.length) % ids.length]);
  }
}
