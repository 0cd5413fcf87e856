/** What the page knows of the world: a snapshot, kept current by the stream's events. */

import { fullName } from "./format.js";

/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Event} Event */

export const GENERAL = 1;
const CALLS_KEPT = 1000;
const TYPING_LASTS = 5000;
/** Drawing that took less than this (ms) is repeated every frame; else it rests, up to a limit. */
const CHEAP = 30;
const REST = 4;
const LONGEST_REST = 400;
const FRESH_BOT = { id: 0, is_bot: true, first_name: "Bot", username: "", description: "" };

/**
 * The topic a message stands in; null where the chat is no forum.
 * @param {Message} message
 * @param {Chat | undefined} chat
 */
export function topicOf(message, chat) {
  if (!chat?.is_forum) return null;
  return (message.is_topic_message && message.message_thread_id) || GENERAL;
}

/** Holds the world; tells its listeners once a frame which parts changed. */
export class Store {
  constructor() {
    /** @type {any} */
    this.bot = FRESH_BOT;
    /** @type {Map<number, import("./types.js").Person>} */
    this.people = new Map();
    /** @type {Map<number, Chat>} */
    this.chats = new Map();
    /** @type {Map<number, Message[]>} */
    this.messages = new Map();
    /** @type {Map<string, import("./types.js").Event[]>} */
    this.reactions = new Map();
    /** @type {Map<string, string>} chat action by place */
    this.typing = new Map();
    /** @type {Map<string, number>} timers by place */
    this.typingTimers = new Map();
    /** @type {import("./types.js").Call[]} newest last */
    this.calls = [];
    /** @type {import("./types.js").Complaint[]} */
    this.complaints = [];
    /** @type {import("./types.js").Fault[]} */
    this.faults = [];
    /** @type {import("./types.js").Flood | null} */
    this.flood = null;
    this.schemaCheck = "";
    this.seq = 0;
    this.live = false;
    this.loaded = false;
    /** @type {Set<string>} */
    this.dirty = new Set();
    /** Milliseconds that drawing took the last time. */
    this.cost = 0;
    /** @type {((dirty: Set<string>) => void)[]} */
    this.watchers = [];
    /** @type {((event: Event) => void)[]} */
    this.listeners = [];
  }

  /**
   * Be told, at most once a frame, which parts changed: `world`, `messages`, `typing`, `calls`, `faults`,
   * `link`, `view`.
   * @param {(dirty: Set<string>) => void} watcher
   */
  watch(watcher) {
    this.watchers.push(watcher);
  }

  /**
   * Hear every event as it comes, after the world took it in.
   * @param {(event: Event) => void} listener
   */
  listen(listener) {
    this.listeners.push(listener);
  }

  /** @param {...string} parts */
  changed(...parts) {
    if (!this.dirty.size) {
      if (this.cost < CHEAP) requestAnimationFrame(() => this.tell());
      else setTimeout(() => requestAnimationFrame(() => this.tell()), Math.min(this.cost * REST, LONGEST_REST));
    }
    for (const part of parts) this.dirty.add(part);
  }

  /** Tell the watchers, and measure what that and its painting cost: a flood must not eat the machine. */
  tell() {
    const [dirty, start] = [this.dirty, performance.now()];
    this.dirty = new Set();
    for (const watcher of this.watchers) watcher(dirty);
    setTimeout(() => (this.cost = performance.now() - start));
  }

  /** @param {import("./types.js").Snapshot} snapshot */
  load(snapshot) {
    this.isNewWorld = !this.loaded || snapshot.seq < this.seq;
    this.seq = snapshot.seq;
    this.bot = snapshot.bot;
    this.people = new Map(snapshot.people.map((person) => [person.id, person]));
    this.chats = new Map(snapshot.chats.map((chat) => [chat.id, chat]));
    this.messages = new Map(
      Object.entries(snapshot.messages ?? {}).map(([id, messages]) => [Number(id), messages]),
    );
    this.reactions.clear();
    this.typing.clear();
    this.faults = snapshot.faults ?? [];
    this.flood = snapshot.flood ?? null;
    this.schemaCheck = snapshot.schema_check ?? "";
    this.loaded = true;
    this.changed("world", "messages", "typing", "calls", "faults");
  }

  /** @param {boolean} live */
  setLive(live) {
    if (live !== this.live) this.changed("link");
    this.live = live;
  }

  /** @param {Event} event */
  apply(event) {
    this.seq = event.seq ?? this.seq;
    this.take(event);
    for (const listener of this.listeners) listener(event);
  }

  /** @param {Event} event */
  take(event) {
    switch (event.type) {
      case "message":
        this.put(event.message, true);
        if (event.message.by_bot) this.stopTyping(event.message);
        return this.changed("messages");
      case "message_edited":
        this.put(event.message, false);
        return this.changed("messages");
      case "message_deleted":
        this.remove(event.chat_id, event.message_id);
        return this.changed("messages");
      case "reaction":
        this.react(event);
        return this.changed("messages");
      case "chat_action":
        return this.startTyping(event);
      case "person":
        this.people.set(event.person.id, event.person);
        return this.changed("world");
      case "chat":
        this.chats.set(event.chat.id, event.chat);
        return this.changed("world");
      case "bot":
        this.bot = event.bot;
        return this.changed("world");
      case "commands":
        return this.changed("world");
      case "call":
        this.calls.push(event.call);
        if (this.calls.length > CALLS_KEPT * 1.5) this.calls = this.calls.slice(-CALLS_KEPT);
        return this.changed("calls");
      case "complaint":
        this.complaints.push(event.complaint);
        return this.changed("calls");
      case "faults":
        this.faults = event.faults;
        return this.changed("faults");
      case "fault":
        this.faults = this.faults.map((one) => (one.id === event.fault.id ? event.fault : one));
        return this.changed("faults");
      case "reset":
        this.loaded = false;
        [this.calls, this.complaints] = [[], []];
        return this.changed("calls");
      case "flood":
        this.flood = event.flood;
        return this.changed("faults");
    }
  }

  /**
   * @param {Message} message
   * @param {boolean} isNew
   */
  put(message, isNew) {
    const messages = this.messages.get(message.chat.id) ?? [];
    this.messages.set(message.chat.id, messages);
    const at = messages.findLastIndex((one) => one.message_id <= message.message_id);
    if (messages[at]?.message_id === message.message_id) messages[at] = message;
    else if (isNew) messages.splice(at + 1, 0, message);
  }

  /**
   * @param {number} chatId
   * @param {number} messageId
   */
  remove(chatId, messageId) {
    const messages = this.messages.get(chatId) ?? [];
    const at = messages.findLastIndex((one) => one.message_id === messageId);
    if (at >= 0) messages.splice(at, 1);
  }

  /** @param {Event} event */
  react(event) {
    const key = `${event.chat_id}:${event.message_id}`;
    const others = (this.reactions.get(key) ?? []).filter((one) => one.person_id !== event.person_id);
    this.reactions.set(key, [...others, event]);
  }

  /** @param {Event} event */
  startTyping(event) {
    const key = place(event.chat_id, event.message_thread_id);
    this.typing.set(key, event.action);
    clearTimeout(this.typingTimers.get(key));
    this.typingTimers.set(key, setTimeout(() => this.endTyping(key), TYPING_LASTS));
    this.changed("typing");
  }

  /** @param {Message} message */
  stopTyping(message) {
    this.endTyping(place(message.chat.id, topicOf(message, this.chats.get(message.chat.id))));
  }

  /** @param {string} key */
  endTyping(key) {
    if (this.typing.delete(key)) this.changed("typing");
  }

  /**
   * The chat action under way in a chat, or in one topic of it.
   * @param {Chat} chat
   * @param {number | null} [topic]
   */
  typingIn(chat, topic = null) {
    if (!chat.is_forum || topic !== null) return this.typing.get(place(chat.id, topic));
    const keys = chat.topics.map((one) => place(chat.id, one.message_thread_id));
    return keys.map((key) => this.typing.get(key)).find(Boolean);
  }

  /**
   * @param {number} chatId
   * @param {number} messageId
   */
  message(chatId, messageId) {
    return this.messages.get(chatId)?.findLast((one) => one.message_id === messageId);
  }

  /** @param {Chat} chat */
  nameOf(chat) {
    const person = chat.person_id === undefined ? undefined : this.people.get(chat.person_id);
    return fullName(person ?? chat);
  }

  /**
   * @param {Chat} chat
   * @param {number} personId
   */
  member(chat, personId) {
    const member = chat.members.find((one) => one.person_id === personId);
    return member && !["left", "kicked"].includes(member.status) ? member : undefined;
  }

  /**
   * @param {Chat} chat
   * @param {number} personId
   */
  isAdmin(chat, personId) {
    return ["creator", "administrator"].includes(this.member(chat, personId)?.status ?? "");
  }
}

/**
 * @param {number} chatId
 * @param {number | null | undefined} topic
 */
const place = (chatId, topic) => `${chatId}:${topic && topic !== GENERAL ? topic : 0}`;
