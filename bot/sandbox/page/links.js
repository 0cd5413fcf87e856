/** Where a link leads: into a chat of this Telegram, to the bot with a payload, or outside. */

import { act } from "./api.js";
import { attempt, toast } from "./notices.js";

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const TELEGRAM = new Set(["t.me", "telegram.me", "telegram.dog"]);

/**
 * A URL a person may safely follow, or null; a bare domain gets https.
 * @param {string} text
 */
export function safeUrl(text) {
  const bare = text.trim();
  for (const candidate of [bare, `https://${bare}`]) {
    const url = URL.canParse(candidate) ? new URL(candidate) : null;
    if (url && SAFE.has(url.protocol) && (url.host || url.protocol !== "https:")) return url.href;
    if (url && /^[a-z][a-z0-9+-]*:(?!\d)/i.test(candidate)) return null;
  }
  return null;
}

/**
 * A link into Telegram, taken apart: `t.me/name/12?start=x` and `tg://resolve?domain=name&start=x`.
 * @param {string} href
 * @returns {{name: string, path: string[], query: URLSearchParams} | null}
 */
export function telegramLink(href) {
  const url = URL.canParse(href) ? new URL(href) : null;
  if (!url) return null;
  if (url.protocol === "tg:" && url.host === "resolve") {
    return { name: url.searchParams.get("domain") ?? "", path: [], query: url.searchParams };
  }
  if (!TELEGRAM.has(url.host.toLowerCase())) return null;
  const [name = "", ...path] = url.pathname.split("/").filter(Boolean);
  return name ? { name, path, query: url.searchParams } : null;
}

/** Follows links as whoever the reader is in the open chat. */
export class Links {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   */
  constructor(store, view) {
    this.store = store;
    this.view = view;
  }

  /**
   * Follow a link inside this Telegram.
   * @param {string} href
   * @returns {boolean} false: it leads outside, the browser may follow it
   */
  follow(href) {
    const link = telegramLink(href);
    if (!link) return href.startsWith("tg:") ? this.unknown() : false;
    if (this.isBot(link.name)) {
      if (link.query.has("startgroup")) this.startInGroup(href);
      else if (link.query.has("start")) this.start(href);
      else this.view.open(this.view.actor());
      return true;
    }
    const chat = this.chatNamed(link.name, link.path);
    if (!chat) return false;
    const [topic, message] = this.place(link);
    this.view.open(chat.id, chat.is_forum ? topic : null);
    if (message) document.dispatchEvent(new CustomEvent("show-message", { detail: message }));
    return true;
  }

  unknown() {
    toast("This Telegram does not know that link", "error");
    return true;
  }

  /** @param {string} name */
  isBot(name) {
    return name.toLowerCase() === (this.store.bot.username ?? "").toLowerCase();
  }

  /** @param {string} href */
  async start(href) {
    const person = this.view.actor();
    const message = await attempt(() => act("open_deep_link", { person_id: person, url: href }));
    if (message) this.view.open(message.chat?.id ?? person);
  }

  /** @param {string} href */
  async startInGroup(href) {
    const person = this.view.actor();
    const isGroup = (/** @type {any} */ chat) => ["group", "supergroup"].includes(chat?.type);
    const group = isGroup(this.view.chat) ? this.view.chat : [...this.store.chats.values()].find(isGroup);
    if (!group) return toast("There is no group to add the bot to", "error");
    const body = { person_id: person, url: href, chat_id: group.id };
    if (await attempt(() => act("open_deep_link", body))) this.view.open(group.id);
  }

  /**
   * @param {string} name
   * @param {string[]} path
   */
  chatNamed(name, path) {
    if (name === "c") return this.store.chats.get(Number(`-100${path[0]}`));
    const wanted = name.toLowerCase();
    return [...this.store.chats.values()].find((chat) => chat.username?.toLowerCase() === wanted);
  }

  /**
   * Topic and message of a link to a message.
   * @param {{name: string, path: string[]}} link
   * @returns {[number | null, number | null]}
   */
  place({ name, path }) {
    const numbers = path.slice(name === "c" ? 1 : 0).map(Number).filter(Boolean);
    if (numbers.length >= 2) return [numbers[0], numbers[1]];
    return [null, numbers[0] ?? null];
  }

  /**
   * Open the private chat of a person, or the chat with that name.
   * @param {string} username
   */
  mention(username) {
    const name = username.replace(/^@/, "");
    if (this.isBot(name)) return this.view.open(this.view.actor());
    const chat = this.chatNamed(name, []);
    if (chat) this.view.open(chat.id);
    else toast(`There is no @${name} here`, "error");
  }
}
