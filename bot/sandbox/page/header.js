/** The head of a conversation: title, who the reader is, what can be done there, topics. */

import { act, request } from "./api.js";
import { avatar, badge } from "./chats.js";
import { append, arrowKeys, byId, h, icon, iconButton } from "./dom.js";
import { actionWords, fullName, LANGUAGES } from "./format.js";
import { GENERAL } from "./state.js";
import { ask, attempt, menu } from "./notices.js";

/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Person} Person */

export class Header {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   * @param {{toggle: () => void, isOpen: boolean}} panel
   */
  constructor(store, view, panel) {
    this.store = store;
    this.view = view;
    this.panel = panel;
    this.title = h("div", { class: "talk-title" });
    this.picture = h("span");
    this.identity = h("button", {
      type: "button", class: "identity", "aria-haspopup": "menu", on: { click: () => this.openIdentity() },
    });
    this.more = iconButton("more", "More about this chat", () => this.openMore(), { "aria-haspopup": "menu" });
    append(byId("talk-bar"), [
      iconButton("back", "Back to the chats", () => this.back(), { class: "back" }),
      this.picture, this.title, this.identity, this.more,
      iconButton("calls", "Bot API calls", panel.toggle,
        { id: "panel-toggle", "aria-expanded": "false", "aria-controls": "panel" }),
    ]);
    this.topics = byId("topics");
    this.drawn = "";
    arrowKeys(this.topics, "[role=tab]", { horizontal: true });
    store.watch((dirty) => {
      if (["world", "view", "typing", "messages"].some((part) => dirty.has(part))) this.render();
    });
  }

  back() {
    const id = this.view.chatId;
    this.view.close();
    requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector(`[data-chat="${id}"]`))?.focus());
  }

  render() {
    const chat = this.view.chat;
    byId("conversation").hidden = !chat;
    byId("nothing").hidden = Boolean(chat);
    document.body.dataset.open = chat ? "chat" : "list";
    if (!chat) return;
    const name = chat.type === "private" ? fullName(this.store.bot) : this.store.nameOf(chat);
    const action = this.store.typingIn(chat, this.view.topic);
    const person = this.store.people.get(this.view.actor());
    const language = person?.language_code ?? "";
    const drawn = JSON.stringify([name, chat, action, person, this.view.topic, this.topicsShown(chat), this.store.bot]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    byId("talk").setAttribute("aria-label", `Conversation: ${name}`);
    this.picture.replaceChildren(avatar(name, chat.type === "private" ? this.store.bot.id : chat.id));
    this.title.replaceChildren(h("h2", null, name),
      h("p", { class: action ? "is-typing" : "" }, action ? `${actionWords(action)}…` : this.subtitle(chat, person)));
    const isHidden = this.view.hiding.has(chat.id);
    this.identity.setAttribute("aria-label", `You are ${fullName(person)}, language ${language || "unknown"}. Change`);
    this.identity.replaceChildren(icon("person"), h("span", null, isHidden ? "Anonymous" : (person?.first_name ?? "?")),
      language && h("small", null, language.toUpperCase()), icon("chevron"));
    this.renderTopics(chat);
  }

  /**
   * @param {Chat} chat
   * @param {Person | undefined} person
   */
  subtitle(chat, person) {
    if (chat.type === "private") return person?.blocked_bot ? `bot, blocked by ${person.first_name}` : "bot";
    const count = chat.members.filter(({ status }) => !["left", "kicked"].includes(status)).length;
    const bot = ["left", "kicked"].includes(chat.bot_status) ? ", without the bot" : "";
    return `${chat.type === "channel" ? "channel" : "group"}, ${count} members${bot}`;
  }

  /** @param {Chat} chat */
  topicsShown(chat) {
    return chat.is_forum
      ? chat.topics.map((topic) => ({ ...topic, unread: this.view.unread(chat, topic.message_thread_id) }))
      : [];
  }

  /** @param {Chat} chat */
  renderTopics(chat) {
    const topics = this.topicsShown(chat);
    this.topics.hidden = !chat.is_forum;
    const hadFocus = this.topics.contains(document.activeElement);
    this.topics.replaceChildren(...topics.map((topic) => {
      const isOpen = topic.message_thread_id === this.view.topic;
      const open = () => !isOpen && this.view.open(chat.id, topic.message_thread_id);
      return h("button", {
        type: "button", role: "tab", class: "topic", "aria-selected": String(isOpen), "aria-controls": "log",
        tabindex: isOpen ? 0 : -1, on: { click: open, focus: open },
      }, h("span", { dir: "auto" }, topic.name), topic.is_closed && h("small", null, "closed"), badge(topic.unread));
    }));
    const selected = /** @type {HTMLElement | null} */ (this.topics.querySelector("[aria-selected=true]"));
    if (hadFocus) selected?.focus();
    selected?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  openIdentity() {
    const chat = this.view.chat;
    if (!chat) return;
    const actor = this.view.actor();
    const person = this.store.people.get(actor);
    const people = [...this.store.people.values()].map((one) => ({
      label: fullName(one), detail: this.role(chat, one), checked: one.id === actor,
      run: () => this.view.become(one.id),
    }));
    const languages = Object.entries(LANGUAGES).map(([code, name]) => ({
      label: name, checked: person?.language_code === code,
      run: () => attempt(() => request("PATCH", `/people/${actor}`, { language_code: code })),
    }));
    const isHidden = this.view.hiding.has(chat.id);
    const anonymous = chat.type === "supergroup" && this.store.isAdmin(chat, actor)
      ? [{ label: "Write anonymously, as the group", checked: isHidden, run: () => this.hide(chat, !isHidden) }]
      : [];
    const heading = `Language of ${person?.first_name}'s app`;
    menu("Who you are", ["You are", ...people, ...anonymous, heading, ...languages], this.identity);
  }

  /**
   * @param {Chat} chat
   * @param {Person} person
   */
  role(chat, person) {
    if (chat.type === "private") return person.blocked_bot ? "blocked the bot" : undefined;
    const member = this.store.member(chat, person.id);
    if (!member) return "not a member";
    return member.is_anonymous ? "anonymous admin" : { creator: "owner", administrator: "admin" }[member.status];
  }

  /**
   * @param {Chat} chat
   * @param {boolean} isHidden
   */
  hide(chat, isHidden) {
    this.view.hiding[isHidden ? "add" : "delete"](chat.id);
    this.drawn = "";
    this.store.changed("view");
  }

  openMore() {
    const chat = this.view.chat;
    if (!chat) return;
    const items = chat.type === "private" ? this.privateItems(chat) : this.groupItems(chat);
    const calls = { label: "Bot API calls", run: this.panel.toggle };
    menu("More about this chat", [...items, calls], this.more);
  }

  /** @param {Chat} chat */
  privateItems(chat) {
    const person = this.store.people.get(chat.id);
    const who = { person_id: chat.id };
    const run = (/** @type {string} */ verb) => () => attempt(() => act(verb, who));
    return [
      person?.blocked_bot
        ? { label: "Unblock the bot", run: run("unblock") }
        : { label: "Block the bot", run: run("block"), danger: true },
      { label: "Delete the account", run: run("deactivate"), danger: true },
    ];
  }

  /** @param {Chat} chat */
  groupItems(chat) {
    const where = { person_id: this.view.actor(), chat_id: chat.id };
    const run = (/** @type {string} */ verb, more = {}) => attempt(() => act(verb, { ...where, ...more }));
    const isIn = this.store.member(chat, where.person_id);
    const isAdmin = this.store.isAdmin(chat, where.person_id);
    const botId = { target_id: this.store.bot.id };
    const isBotIn = !["left", "kicked"].includes(chat.bot_status);
    const topic = chat.topics.find((one) => one.message_thread_id === this.view.topic);
    const thread = { message_thread_id: this.view.topic };
    const create = async () => {
      const name = await ask("New topic", { field: "Name", action: "Create" });
      const made = name && (await run("create_topic", { name }));
      if (made) this.view.open(chat.id, made.message_thread_id ?? null);
    };
    const rename = async () => {
      const title = await ask("Rename the chat", { field: "Title", action: "Rename" });
      if (title) run("rename_chat", { title });
    };
    const isNamedTopic = topic && topic.message_thread_id !== GENERAL;
    return [
      isIn ? { label: "Leave", run: () => run("leave"), danger: true } : { label: "Join", run: () => run("join") },
      isIn && !isBotIn && { label: "Add the bot", run: () => run("add_bot") },
      ...(isAdmin ? [
        isBotIn && { label: "Remove the bot", run: () => run("remove_bot"), danger: true },
        isBotIn && (chat.bot_status === "administrator"
          ? { label: "Make the bot a plain member", run: () => run("demote", botId) }
          : { label: "Make the bot an admin", run: () => run("promote", botId) }),
        { label: "Rename…", run: rename },
        chat.type === "group" && { label: "Upgrade to a supergroup", run: () => run("upgrade") },
        chat.is_forum && { label: "New topic…", run: create },
        topic && (topic.is_closed
          ? { label: "Reopen this topic", run: () => run("reopen_topic", thread) }
          : { label: "Close this topic", run: () => run("close_topic", thread) }),
        isNamedTopic && { label: "Delete this topic", run: () => run("delete_topic", thread), danger: true },
      ] : []),
    ].filter((item) => item);
  }
}
