/** What this reader looks at: the open chat and topic, who they are in it, what they have seen. */

import { GENERAL, topicOf } from "./state.js";

/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Message} Message */

const MOST_UNREAD = 999;

export class View {
  /** @param {import("./state.js").Store} store */
  constructor(store) {
    this.store = store;
    /** @type {number | null} */
    this.chatId = null;
    /** @type {number | null} the topic, where the open chat is a forum */
    this.topic = null;
    /** The first message that was unread when the chat was opened; 0: none was. */
    this.newFrom = 0;
    /** @type {Map<number, number>} chosen person by chat */
    this.acting = new Map();
    /** @type {Set<number>} chats where the acting admin hides behind the group */
    this.hiding = new Set();
    /** @type {Map<string, number>} the last message seen, by chat and topic */
    this.seen = new Map();
    /** @type {Map<number, number>} the last message when the page was loaded, by chat */
    this.atLoad = new Map();
    /** @type {Map<number, number>} the topic last read, by chat */
    this.lastTopic = new Map();
    addEventListener("hashchange", () => this.follow());
    document.addEventListener("visibilitychange", () => this.look());
  }

  /** @returns {Chat | undefined} */
  get chat() {
    return this.chatId === null ? undefined : this.store.chats.get(this.chatId);
  }

  /** After a snapshot: in another world everything there is counts as read. */
  loaded() {
    if (this.store.isNewWorld) {
      this.seen.clear();
      this.atLoad.clear();
      for (const [id, messages] of this.store.messages) {
        this.atLoad.set(id, messages.at(-1)?.message_id ?? 0);
      }
    }
    if (this.chatId === null || !this.chat) this.follow(true);
    this.look();
  }

  /**
   * Go where the address says; at first, where it says nothing, to the first person's own chat.
   * @param {boolean} [isFirst]
   */
  follow(isFirst = false) {
    if (!this.store.loaded) return;
    const [, id, topic] = /^#\/c\/(-?\d+)(?:\/(\d+))?$/.exec(location.hash) ?? [];
    const chat = this.store.chats.get(Number(id));
    if (chat) return this.show(chat, topic ? Number(topic) : null);
    const first = [...this.store.chats.values()][0];
    if (isFirst && first && location.hash !== "#/") {
      history.replaceState(null, "", "#/");
      return this.open(first.id);
    }
    this.chatId = null;
    this.store.changed("view");
  }

  /**
   * Open a chat; the address follows, so that the browser's back button leads to the list.
   * @param {number} chatId
   * @param {number | null} [topic]
   */
  open(chatId, topic = null) {
    const chat = this.store.chats.get(chatId);
    if (!chat) return;
    const wanted = chat.is_forum ? (topic ?? this.bestTopic(chat)) : null;
    const hash = `#/c/${chatId}${wanted === null ? "" : `/${wanted}`}`;
    if (location.hash !== hash) {
      const isOpen = this.chatId !== null;
      history[isOpen ? "replaceState" : "pushState"](null, "", hash);
    }
    this.show(chat, wanted);
  }

  /** Back to the list of chats. */
  close() {
    history.replaceState(null, "", "#/");
    this.chatId = null;
    this.store.changed("view");
  }

  /**
   * @param {Chat} chat
   * @param {number | null} topic
   */
  show(chat, topic) {
    const wanted = chat.is_forum ? (topic ?? this.bestTopic(chat)) : null;
    const isOther = chat.id !== this.chatId || wanted !== this.topic;
    if (isOther) this.newFrom = this.unreadMessages(chat, wanted).at(-1)?.message_id ?? 0;
    this.chatId = chat.id;
    this.topic = wanted;
    if (this.topic !== null) this.lastTopic.set(chat.id, this.topic);
    this.look();
    this.store.changed("view");
  }

  /**
   * The topic to open a forum at: where something is unread, else the one read last.
   * @param {Chat} chat
   */
  bestTopic(chat) {
    const last = this.lastTopic.get(chat.id) ?? GENERAL;
    if (this.unread(chat, last)) return last;
    const unread = chat.topics.find((topic) => this.unread(chat, topic.message_thread_id));
    return unread?.message_thread_id ?? last;
  }

  /** Mark what is on the screen as seen. */
  look() {
    const chat = this.chat;
    if (!chat || document.hidden) return;
    const last = this.store.messages.get(chat.id)?.at(-1)?.message_id ?? 0;
    const key = `${chat.id}:${this.topic}`;
    if (this.seen.get(key) === last) return;
    this.seen.set(key, last);
    this.store.changed("view");
  }

  /**
   * How many messages wait to be read in a chat, or in one topic of it.
   * @param {Chat} chat
   * @param {number | null} [topic]
   * @returns {number}
   */
  unread(chat, topic = null) {
    if (chat.is_forum && topic === null) {
      return chat.topics.reduce((sum, one) => sum + this.unread(chat, one.message_thread_id), 0);
    }
    return this.unreadMessages(chat, topic).length;
  }

  /**
   * The messages that wait to be read, newest first; at most `MOST_UNREAD`.
   * @param {Chat} chat
   * @param {number | null} topic
   */
  unreadMessages(chat, topic) {
    const seen = this.seen.get(`${chat.id}:${topic}`) ?? this.atLoad.get(chat.id) ?? 0;
    const messages = this.store.messages.get(chat.id) ?? [];
    const unread = [];
    for (let at = messages.length - 1; at >= 0 && messages[at].message_id > seen; at--) {
      const isHere = topicOf(messages[at], chat) === topic;
      if (isHere && !this.isMine(messages[at], chat)) unread.push(messages[at]);
      if (unread.length >= MOST_UNREAD) break;
    }
    return unread;
  }

  /**
   * Who the reader is in a chat.
   * @param {Chat | undefined} chat
   * @returns {number}
   */
  actor(chat = this.chat) {
    if (!chat) return 0;
    if (chat.person_id !== undefined) return chat.person_id;
    const chosen = this.acting.get(chat.id);
    if (chosen !== undefined && this.store.people.has(chosen)) return chosen;
    const people = [...this.store.people.keys()];
    const isAble = (/** @type {number} */ id) =>
      chat.type === "channel" ? this.store.isAdmin(chat, id) : this.store.member(chat, id);
    return people.find(isAble) ?? people[0] ?? 0;
  }

  /**
   * Be somebody else in the open chat; in a private chat that is another chat.
   * @param {number} personId
   */
  become(personId) {
    const chat = this.chat;
    if (!chat) return;
    if (chat.person_id !== undefined) return this.open(personId);
    this.acting.set(chat.id, personId);
    this.store.changed("view", "messages");
  }

  /**
   * Whether the reader, as who they are in the chat, wrote a message.
   * @param {Message} message
   * @param {Chat} chat
   */
  isMine(message, chat) {
    if (message.by_bot) return false;
    const actor = this.actor(chat);
    if (!message.sender_chat) return message.from?.id === actor;
    return message.sender_chat.id === chat.id && this.store.isAdmin(chat, actor);
  }

  /** The messages of what is open, oldest first. */
  messages() {
    const all = this.chatId === null ? [] : (this.store.messages.get(this.chatId) ?? []);
    const chat = this.chat;
    return chat?.is_forum ? all.filter((one) => topicOf(one, chat) === this.topic) : all;
  }
}
