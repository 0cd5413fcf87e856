/** The message field with what stands around it: reply, edit, files, START, the bot's own keyboard. */

import { act } from "./api.js";
import { append, byId, h, iconButton } from "./dom.js";
import { fullName, sender, summary } from "./format.js";
import { attempt } from "./notices.js";
import { GENERAL } from "./state.js";
import { Suggestions } from "./suggestions.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {{text: string, about: Message | null, isEdit: boolean}} Draft */

const TALLEST = 180;

export class Composer {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   */
  constructor(store, view) {
    this.store = store;
    this.view = view;
    /** @type {HTMLTextAreaElement} */
    this.field = h("textarea", {
      id: "message", rows: 1, placeholder: "Message", "aria-label": "Message", "aria-autocomplete": "list",
      "aria-controls": "suggestions", "aria-expanded": "false", enterkeyhint: "send", dir: "auto",
      on: {
        input: () => this.typed(),
        keydown: (/** @type {KeyboardEvent} */ event) => this.keydown(event),
        paste: (/** @type {ClipboardEvent} */ event) => this.pasted(event),
        blur: () => setTimeout(() => document.activeElement !== this.field && this.suggestions.close(), 100),
      },
    });
    this.suggestions = new Suggestions(store, view, this.field, (text) => this.send(text));
    this.banner = h("div", { class: "banner", hidden: true });
    this.file = h("input", {
      type: "file", hidden: true, tabindex: -1, "aria-hidden": "true",
      on: { change: () => this.attach(this.file.files) },
    });
    this.submit = iconButton("send", "Send", () => this.submitField(), { class: "send" });
    this.row = h("div", { class: "write" },
      iconButton("menu", "Commands", () => this.openCommands()),
      this.field,
      iconButton("attach", "Attach a photo or file", () => this.file.click()),
      this.submit, this.file);
    this.instead = h("div", { class: "instead", hidden: true });
    this.keys = h("div", { class: "reply-keys", role: "group", "aria-label": "The bot's keyboard", hidden: true });
    append(byId("composer"), [this.suggestions.box, this.banner, this.row, this.instead, this.keys]);
    /** @type {Map<string, Draft>} */
    this.drafts = new Map();
    this.place = "";
    /** @type {Message | null} the message replied to, or edited */
    this.about = null;
    this.isEdit = false;
    this.drawn = "";
    store.watch((dirty) => this.update(dirty));
    store.listen((event) => this.heard(event));
    document.addEventListener("compose", (/** @type {any} */ event) => this.compose(event.detail));
  }

  /** @param {Set<string>} dirty */
  update(dirty) {
    if (!["view", "world", "messages"].some((part) => dirty.has(part))) return;
    const place = `${this.view.chatId}:${this.view.topic}`;
    if (place !== this.place) this.changePlace(place);
    const obstacle = this.obstacle();
    const keyboard = this.view.messages().findLast((message) => message.reply_keyboard)?.reply_keyboard;
    const drawn = JSON.stringify([place, obstacle?.note, obstacle?.action, keyboard]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.row.hidden = Boolean(obstacle);
    this.instead.hidden = !obstacle;
    this.instead.replaceChildren(...(obstacle ? [this.insteadOf(obstacle)] : []));
    this.renderKeys(obstacle ? null : keyboard);
  }

  /** @param {string} place */
  changePlace(place) {
    this.drafts.set(this.place, { text: this.field.value, about: this.about, isEdit: this.isEdit });
    this.place = place;
    const draft = this.drafts.get(place);
    this.field.value = draft?.text ?? "";
    this.setAbout(draft?.about ?? null, draft?.isEdit ?? false);
    this.suggestions.close();
    this.grow();
    const isPointer = matchMedia("(hover: hover) and (pointer: fine)").matches;
    const isBusy = /** @type {HTMLElement | null} */ (document.activeElement)?.closest("#topics, #panel, .menu");
    if (isPointer && !isBusy) requestAnimationFrame(() => this.focus());
  }

  /**
   * What stands in the place of the field, if one cannot write here.
   * @returns {{note?: string, action?: string, run?: () => Promise<any>} | null}
   */
  obstacle() {
    const { chat, topic } = this.view;
    if (!chat) return { note: "" };
    const [person_id, chat_id] = [this.view.actor(), chat.id];
    const person = this.store.people.get(person_id);
    if (person?.deactivated) return { note: "This account was deleted." };
    if (chat.type === "private") {
      if (person?.blocked_bot) return { action: "Unblock", run: () => act("unblock", { person_id }) };
      const isEmpty = !this.store.messages.get(chat_id)?.length;
      return isEmpty ? { action: "Start", run: () => act("write", { person_id, chat_id, text: "/start" }) } : null;
    }
    const isAdmin = this.store.isAdmin(chat, person_id);
    if (!this.store.member(chat, person_id)) return { action: "Join", run: () => act("join", { person_id, chat_id }) };
    if (chat.type === "channel" && !isAdmin) return { note: "Only admins write in this channel." };
    const isClosed = chat.topics.find((one) => one.message_thread_id === topic)?.is_closed;
    return isClosed && !isAdmin ? { note: "This topic is closed." } : null;
  }

  /** @param {{note?: string, action?: string, run?: () => Promise<any>}} obstacle */
  insteadOf({ note, action, run }) {
    if (!action || !run) return h("p", null, note);
    const click = async () => {
      await attempt(run);
      this.focusSoon();
    };
    return h("button", { type: "button", class: "button start", on: { click } }, action.toUpperCase());
  }

  focus() {
    const start = this.instead.querySelector("button");
    (this.row.hidden ? start : this.field)?.focus({ preventScroll: true });
  }

  focusSoon() {
    setTimeout(() => document.activeElement === document.body && this.focus(), 80);
  }

  /** @param {Message} message */
  replyTo(message) {
    this.setAbout(message, false);
    this.field.focus();
  }

  /** @param {Message} message */
  edit(message) {
    this.setAbout(message, true);
    this.field.value = message.text ?? message.caption ?? "";
    this.grow();
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  /**
   * @param {Message | null} message
   * @param {boolean} isEdit
   */
  setAbout(message, isEdit) {
    if (this.isEdit && !isEdit) this.field.value = "";
    this.about = message;
    this.isEdit = Boolean(message) && isEdit;
    this.banner.hidden = !message;
    this.submit.setAttribute("aria-label", this.isEdit ? "Save" : "Send");
    if (!message) return this.grow();
    const title = isEdit ? "Edit message" : `Reply to ${fullName(sender(message))}`;
    this.banner.replaceChildren(
      h("div", null, h("b", null, title), h("span", { dir: "auto" }, summary(message))),
      iconButton("close", isEdit ? "Cancel the edit" : "Cancel the reply", () => this.setAbout(null, false)));
  }

  typed() {
    this.grow();
    this.suggestions.update();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    if (event.isComposing || this.suggestions.keydown(event)) return;
    const isPlain = !event.shiftKey && !event.altKey;
    if (event.key === "Enter" && isPlain) {
      event.preventDefault();
      this.submitField();
    } else if (event.key === "Escape" && this.about) {
      event.preventDefault();
      event.stopPropagation();
      this.setAbout(null, false);
    } else if (event.key === "ArrowUp" && isPlain && !event.ctrlKey && !this.field.value) {
      const chat = this.view.chat;
      const last = chat && this.view.messages().findLast((one) =>
        this.view.isMine(one, chat) && (one.text || one.caption));
      if (!last) return;
      event.preventDefault();
      this.edit(last);
    }
  }

  async submitField() {
    const text = this.field.value.trim();
    if (!text) return;
    const [about, isEdit] = [this.about, this.isEdit];
    this.field.value = "";
    this.setAbout(null, false);
    this.suggestions.close();
    const isDone = isEdit && about ? await this.save(about, text) : await this.send(text, about);
    if (!isDone && !this.field.value) {
      this.setAbout(about, isEdit);
      this.field.value = text;
      this.grow();
    }
  }

  /**
   * @param {Message} message
   * @param {string} text
   */
  save(message, text) {
    const field = message.text === undefined ? "caption" : "text";
    const where = { person_id: this.view.actor(), chat_id: message.chat.id, message_id: message.message_id };
    return text === message[field] ? Promise.resolve(true) : attempt(() => act("edit", { ...where, [field]: text }));
  }

  /**
   * Write as the reader into what is open.
   * @param {string | object} what text or content
   * @param {Message | null} [about] replied to
   */
  async send(what, about = null) {
    const { chat, topic } = this.view;
    if (!chat) return undefined;
    if (this.field.value.startsWith("/")) this.field.value = "";
    return attempt(() => act("write", {
      person_id: this.view.actor(), chat_id: chat.id,
      [typeof what === "string" ? "text" : "content"]: what,
      ...(about ? { reply_to_message_id: about.message_id } : {}),
      ...(topic !== null && topic !== GENERAL ? { message_thread_id: topic } : {}),
      ...(this.view.hiding.has(chat.id) ? { anonymous: true } : {}),
    }));
  }

  /** @param {string} text */
  compose(text) {
    this.field.value = text;
    this.field.focus();
    this.typed();
  }

  openCommands() {
    if (this.suggestions.isOpen) {
      this.field.value = "";
      return this.suggestions.close();
    }
    this.compose("/");
  }

  /** @param {ClipboardEvent} event */
  pasted(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.attach(event.clipboardData.files);
  }

  /** @param {FileList | null} files */
  async attach(files) {
    const caption = this.field.value.trim();
    this.field.value = "";
    for (const [at, file] of [...(files ?? [])].entries()) {
      const kind = /^image\/(png|jpeg|webp)$/.test(file.type) ? "photo" : "document";
      const data = await base64(file);
      await this.send({
        kind, data, file_name: file.name, mime_type: file.type || "application/octet-stream",
        ...(caption && at === 0 ? { caption } : {}),
      }, this.about);
    }
    this.file.value = "";
    this.setAbout(null, false);
  }

  /** @param {any} keyboard ReplyKeyboardMarkup or its removal */
  renderKeys(keyboard) {
    const rows = keyboard?.keyboard ?? [];
    this.keys.hidden = !rows.length;
    this.field.placeholder = keyboard?.input_field_placeholder ?? "Message";
    this.keys.replaceChildren(...rows.map((/** @type {any[]} */ row) => h("div", { class: "keyboard-row" },
      row.map((key) => {
        const text = key.text ?? key;
        return h("button", { type: "button", class: "key", on: { click: () => this.send(text) } }, text);
      }))));
  }

  /** The bot may ask for a reply; a reset takes away what a draft was about. @param {import("./types.js").Event} event */
  heard({ type, message }) {
    if (type === "reset") {
      this.drafts.clear();
      this.setAbout(null, false);
    }
    const isHere = type === "message" && message.by_bot && message.chat.id === this.view.chatId;
    if (isHere && message.reply_keyboard?.force_reply && !this.about) this.setAbout(message, false);
  }
}

/**
 * @param {Blob} file
 * @returns {Promise<string>}
 */
function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
