/** The conversation: the open chat's messages, kept in step with the world and scrolled with care. */

import { act } from "./api.js";
import { renderMessage } from "./bubble.js";
import { byId, h, icon } from "./dom.js";
import { actionWords, day, fullName, sender, service } from "./format.js";
import { ask, attempt, copy, menu } from "./notices.js";

/** @typedef {import("./types.js").Message} Message */

const PAGE = 150;
const RUN_LASTS = 300;
const NEAR_END = 60;
const REACTIONS = ["👍", "👎", "❤", "🔥", "🎉", "🤔"];
export class Messages {
  /**
   * @param {{store: import("./state.js").Store, view: import("./view.js").View,
   *   links: import("./links.js").Links, keyboards: import("./keyboard.js").Keyboards,
   *   composer: import("./composer.js").Composer}} parts
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.store = parts.store;
    this.view = parts.view;
    this.keyboards = parts.keyboards;
    this.composer = parts.composer;
    this.log = byId("log");
    this.scroller = byId("scroller");
    this.toEnd = byId("to-end");
    this.toEnd.append(icon("down"));
    /** @type {Map<string, {node: HTMLElement, signature: any[]}>} */
    this.shown = new Map();
    this.place = "";
    this.limit = PAGE;
    this.isStuck = true;
    this.reader = this.makeReader(parts.links);
    this.toEnd.addEventListener("click", () => this.scrollToEnd());
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.log.addEventListener("click", () => this.letGo(), true);
    this.log.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.keydown(event));
    const resized = new ResizeObserver(() => this.isStuck && this.scrollToEnd());
    resized.observe(this.log);
    resized.observe(this.scroller);
    document.addEventListener("show-message", (/** @type {any} */ event) =>
      requestAnimationFrame(() => requestAnimationFrame(() => this.show(event.detail))));
    this.store.watch((dirty) => this.update(dirty));
  }

  /** @param {import("./links.js").Links} links */
  makeReader(links) {
    return {
      link: (/** @type {string} */ href) => links.follow(href),
      command: (/** @type {string} */ text) => this.composer.send(text),
      mention: (/** @type {string} */ name) => links.mention(name),
      person: (/** @type {number} */ id) => this.store.chats.has(id) && this.view.open(id),
      copy,
      opened: new Set(),
    };
  }

  /** @param {Set<string>} dirty */
  update(dirty) {
    if (dirty.has("typing") || dirty.has("view")) this.renderTyping();
    if (!["messages", "view", "world"].some((part) => dirty.has(part))) return;
    const place = `${this.view.chatId}:${this.view.topic}`;
    if (place !== this.place) {
      this.place = place;
      this.limit = PAGE;
      this.shown.clear();
      this.log.replaceChildren();
      this.render();
      this.scrollToStart();
    } else {
      const wasAtEnd = this.isAtEnd();
      const last = this.render();
      if (wasAtEnd && last) this.revealLast(last);
    }
    this.view.look();
    this.scrolled();
  }

  /** Bring the log in step; returns the last node where it is new. */
  render() {
    const chat = this.view.chat;
    const all = this.view.messages();
    const messages = all.slice(-this.limit);
    const wanted = new Map();
    if (messages.length < all.length) wanted.set("earlier", [this.limit]);
    messages.forEach((message, at) => {
      const before = messages[at - 1];
      const date = day(message.date);
      if (!before || day(before.date) !== date) wanted.set(`day ${date}`, [date]);
      if (message.message_id === this.view.newFrom) wanted.set("new", []);
      const isMine = chat ? this.view.isMine(message, chat) : false;
      const reactions = this.store.reactions.get(`${message.chat.id}:${message.message_id}`);
      const showName = chat?.type !== "private" && !isMine;
      wanted.set(`m${message.message_id}`, [message, isMine, continues(before, message), showName, reactions]);
    });
    if (!messages.length && chat) wanted.set("empty", [chat.id, this.store.bot.description]);
    return this.patch(wanted);
  }

  /** @param {Map<string, any[]>} wanted */
  patch(wanted) {
    for (const [key, { node }] of this.shown) {
      if (wanted.has(key)) continue;
      node.remove();
      this.shown.delete(key);
    }
    let cursor = this.log.firstChild;
    let added = null;
    for (const [key, signature] of wanted) {
      let entry = this.shown.get(key);
      if (!entry || entry.signature.some((value, at) => value !== signature[at])) {
        const node = this.build(key, signature);
        added = entry ? null : node;
        if (entry) {
          if (cursor === entry.node) cursor = node;
          entry.node.replaceWith(node);
        }
        entry = { node, signature };
        this.shown.set(key, entry);
      } else added = null;
      if (entry.node === cursor) cursor = cursor.nextSibling;
      else this.log.insertBefore(entry.node, cursor);
    }
    const articles = this.log.querySelectorAll("article");
    if (!this.log.querySelector("article[tabindex='0']")) articles[articles.length - 1]?.setAttribute("tabindex", "0");
    return added;
  }

  /**
   * @param {string} key
   * @param {any[]} signature
   * @returns {HTMLElement}
   */
  build(key, signature) {
    if (key === "earlier") {
      const click = () => this.showEarlier();
      return h("button", { type: "button", class: "button quiet earlier", on: { click } }, "Earlier messages");
    }
    if (key.startsWith("day ")) return h("p", { class: "service day" }, h("span", null, signature[0]));
    if (key === "new") return h("p", { class: "new-from" }, "New messages");
    if (key === "empty") return this.welcome();
    const [message, isMine, runs, showName, reactions] = signature;
    return renderMessage(message, {
      isMine, continues: runs, showName: showName && !runs, reactions: reactions ?? [],
      reader: this.reader, keyboards: this.keyboards,
      actions: (one, anchor) => this.openActions(one, anchor),
      react: (one, emoji) => this.react(one, emoji),
      show: (id) => this.show(id),
    });
  }

  welcome() {
    const { bot } = this.store;
    if (this.view.chat?.type !== "private") return h("p", { class: "service" }, h("span", null, "No messages here yet"));
    return h("div", { class: "welcome" },
      h("h2", null, fullName(bot)),
      h("p", null, bot.description || bot.short_description || "Nothing was said here yet."));
  }

  renderTyping() {
    const chat = this.view.chat;
    const action = chat && this.store.typingIn(chat, this.view.topic);
    const line = byId("typing");
    const wasAtEnd = this.isAtEnd();
    line.replaceChildren(...(action
      ? [h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
        `${fullName(this.store.bot)} ${actionWords(action)}…`]
      : []));
    if (wasAtEnd) this.scrollToEnd();
  }

  showEarlier() {
    const fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.limit += PAGE;
    this.isStuck = false;
    this.render();
    this.scroller.scrollTop = this.scroller.scrollHeight - fromEnd;
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Where a chat is opened: at what is new, else at the end. */
  scrollToStart() {
    const mark = this.shown.get("new")?.node;
    this.scrollToEnd();
    if (!mark) return;
    this.isStuck = false;
    mark.scrollIntoView({ block: "start" });
  }

  /**
   * Follow a new message, but begin a long one at its beginning.
   * @param {HTMLElement} node
   */
  revealLast(node) {
    this.scrollToEnd();
    if (node.offsetHeight <= this.scroller.clientHeight) return;
    this.isStuck = false;
    node.scrollIntoView({ block: "start" });
  }

  scrolled() {
    this.isStuck = this.isAtEnd();
    this.toEnd.hidden = this.isStuck;
  }

  /** What a click unfolds must not push away what was clicked. */
  letGo() {
    this.isStuck = false;
    setTimeout(() => this.scrolled(), 150);
  }

  /**
   * Scroll to a message and let it flash.
   * @param {number} messageId
   */
  show(messageId) {
    while (!this.shown.has(`m${messageId}`) && this.limit < this.view.messages().length) this.showEarlier();
    const node = this.shown.get(`m${messageId}`)?.node;
    if (!node) return;
    this.isStuck = false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1500);
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.matches("article") || event.altKey || event.ctrlKey || event.metaKey) return;
    const articles = [...this.log.querySelectorAll("article")];
    const at = articles.indexOf(target);
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 }[event.key];
    const node = next === undefined ? undefined : articles[next];
    if (!node) return;
    event.preventDefault();
    target.tabIndex = -1;
    node.tabIndex = 0;
    node.focus();
  }

  /**
   * @param {Message} message
   * @param {HTMLElement | {x: number, y: number}} anchor
   */
  openActions(message, anchor) {
    const chat = this.view.chat;
    if (!chat) return;
    const where = { person_id: this.view.actor(), chat_id: chat.id, message_id: message.message_id };
    const isMine = this.view.isMine(message, chat);
    const isAdmin = this.store.isAdmin(chat, where.person_id);
    const text = message.text ?? message.caption ?? "";
    const reactions = REACTIONS.map((emoji) => ({ label: emoji, isShort: true, run: () => this.react(message, emoji) }));
    const run = (/** @type {string} */ verb) => attempt(() => act(verb, where));
    const remove = async () =>
      (await ask("Delete this message?", { action: "Delete", text: "The bot is not told of it." })) && run("delete");
    menu("Message actions", [
      { label: "Reply", run: () => this.composer.replyTo(message) },
      isMine && text && { label: "Edit", run: () => this.composer.edit(message) },
      text && { label: "Copy text", run: () => copy(text) },
      (isAdmin || chat.type === "private") && { label: "Pin", run: () => run("pin") },
      (isMine || isAdmin || chat.type === "private") && { label: "Delete…", danger: true, run: remove },
      "React", ...reactions,
    ].filter((item) => item), anchor);
  }

  /**
   * Give a reaction, or take it back.
   * @param {Message} message
   * @param {string} emoji
   */
  react(message, emoji) {
    const [chat_id, message_id, person_id] = [message.chat.id, message.message_id, this.view.actor()];
    const given = this.store.reactions.get(`${chat_id}:${message_id}`) ?? [];
    const mine = given.find((one) => one.person_id === person_id)?.reactions ?? [];
    const isGiven = mine.some((/** @type {any} */ one) => one.emoji === emoji);
    return attempt(() => act("react", { person_id, chat_id, message_id, emoji: isGiven ? [] : [emoji] }));
  }
}

/**
 * Whether a message goes on where its author had just written.
 * @param {Message | undefined} before
 * @param {Message} message
 */
function continues(before, message) {
  if (!before || service(before) || day(before.date) !== day(message.date)) return false;
  return sender(before).id === sender(message).id && message.date - before.date < RUN_LASTS;
}
