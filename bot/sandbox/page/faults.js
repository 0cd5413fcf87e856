/** Faults on demand and Telegram's flood limits. */

import { request } from "./api.js";
import { h, iconButton } from "./dom.js";
import { attempt } from "./notices.js";

/** @typedef {import("./types.js").Fault} Fault */

/** What goes wrong, and which of the other fields it has. @type {Record<string, [string, string[]]>} */
const KINDS = {
  retry_after: ["429, too many requests", ["seconds"]],
  blocked: ["403, blocked by the user", []],
  deactivated: ["403, user is deactivated", []],
  kicked: ["403, kicked from the chat", []],
  cant_initiate: ["403, cannot write first", []],
  not_member: ["403, not a member", []],
  migrated: ["400, group became a supergroup", ["migrate_to_chat_id"]],
  conflict: ["409, another poller", []],
  bad_request: ["400, bad request", ["description"]],
  server_error: ["5xx, server error", ["status"]],
  bad_gateway: ["502, an HTML page", []],
  drop: ["connection dropped", []],
  lose_answer: ["done, but the answer is lost", []],
  delay: ["done late", ["seconds"]],
  duplicate_update: ["updates delivered twice", []],
  reorder_updates: ["updates in reverse order", []],
};
const METHODS = [
  "sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery", "sendPhoto",
  "sendDocument", "sendChatAction", "deleteMessage", "answerInlineQuery", "getUpdates", "webhook",
];
/** Label and usual value. @type {Record<string, [string, string]>} */
const EXTRAS = {
  seconds: ["Seconds", "5"], status: ["Status", "500"], description: ["Description", ""],
  migrate_to_chat_id: ["New chat id", ""],
};
const LIMITS = {
  overall_per_second: "in all, a second", chat_per_second: "in a chat, a second", group_per_minute: "in a group, a minute",
};

export class Faults {
  /** @param {import("./state.js").Store} store */
  constructor(store) {
    this.store = store;
    this.list = h("ul", { class: "faults", "aria-label": "Faults" });
    this.form = this.makeForm();
    this.flood = this.makeFlood();
    this.box = h("div", { class: "panel-page" },
      h("h3", null, "Faults"), this.list, this.form, h("h3", null, "Flood limits"), this.flood);
    this.isOpen = false;
    store.watch((dirty) => this.isOpen && (dirty.has("faults") || dirty.has("world")) && this.render());
  }

  open() {
    this.isOpen = true;
    this.render();
  }

  makeForm() {
    const kinds = Object.entries(KINDS).map(([kind, [words]]) => h("option", { value: kind }, `${kind}: ${words}`));
    this.kind = h("select", { name: "kind", on: { change: () => this.showExtras() } }, kinds);
    this.chat = h("select", { name: "chat_id" });
    this.extras = Object.entries(EXTRAS).map(([name, [label, value]]) =>
      field(label, h("input", { name, value, inputmode: name === "description" ? "text" : "numeric" })));
    const form = h("form", { class: "grid", on: { submit: (/** @type {Event} */ event) => this.submit(event) } },
      field("What goes wrong", this.kind, "wide"),
      field("Method", h("input", {
        name: "method", list: "methods", placeholder: "any", autocomplete: "off", spellcheck: "false",
      })),
      h("datalist", { id: "methods" }, METHODS.map((method) => h("option", { value: method }))),
      field("Chat", this.chat),
      field("Text contains", h("input", { name: "text_contains", placeholder: "anything" }), "wide"),
      field("Skip first", h("input", { name: "skip", type: "number", min: 0, value: "0" })),
      field("Times", h("input", { name: "times", type: "number", min: 1, value: "1", placeholder: "until removed" })),
      ...this.extras,
      h("div", { class: "actions wide" }, h("button", { type: "submit", class: "button" }, "Add fault")));
    this.showExtras();
    return form;
  }

  showExtras() {
    const [, used] = KINDS[this.kind.value];
    for (const label of this.extras) {
      const input = label.querySelector("input");
      label.hidden = input.disabled = !used.includes(input.name);
    }
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    const data = new FormData(this.form);
    /** @type {Record<string, any>} */
    const fault = {};
    for (const [name, text] of data) {
      const isNumber = ["chat_id", "skip", "times", "seconds", "status", "migrate_to_chat_id"].includes(name);
      if (text !== "") fault[name] = isNumber ? Number(text) : text;
    }
    fault.times ??= null;
    const made = await attempt(() => request("POST", "/faults", fault));
    if (made) this.form.querySelector("[name=text_contains]").value = "";
  }

  makeFlood() {
    this.enabled = h("input", { type: "checkbox", name: "enabled", on: { change: () => this.setFlood() } });
    this.limits = Object.entries(LIMITS).map(([name, label]) =>
      field(label, h("input", { type: "number", min: 1, name, on: { change: () => this.setFlood() } })));
    return h("div", { class: "grid" },
      h("label", { class: "check wide" }, this.enabled, "Limit messages as Telegram does"), this.limits);
  }

  setFlood() {
    const limits = this.limits.map((label) => label.querySelector("input"));
    const numbers = limits.filter((input) => input.value).map((input) => [input.name, Number(input.value)]);
    return attempt(() => request("PUT", "/flood", { enabled: this.enabled.checked, ...Object.fromEntries(numbers) }));
  }

  render() {
    const { faults, flood, chats } = this.store;
    const none = h("li", { class: "hint" }, "Nothing goes wrong.");
    this.list.replaceChildren(...(faults.length ? faults.map((fault) => this.row(fault)) : [none]));
    const options = [...chats.values()].map((chat) => h("option", { value: chat.id }, this.store.nameOf(chat)));
    if (this.chat.options.length !== options.length + 1) {
      this.chat.replaceChildren(h("option", { value: "" }, "any"), ...options);
    }
    if (!flood) return;
    this.enabled.checked = flood.enabled;
    for (const label of this.limits) {
      const input = label.querySelector("input");
      if (input !== document.activeElement) input.value = String(/** @type {any} */ (flood)[input.name]);
    }
  }

  /** @param {Fault} fault */
  row(fault) {
    const chat = fault.chat_id === null ? null : this.store.chats.get(fault.chat_id);
    const where = [
      fault.method ?? "any method", fault.chat_id !== null && `in ${chat ? this.store.nameOf(chat) : fault.chat_id}`,
      fault.text_contains && `with “${fault.text_contains}”`, fault.skip && `after ${fault.skip}`,
    ].filter(Boolean).join(" ");
    const remove = () => attempt(() => request("DELETE", `/faults/${fault.id}`));
    const isSpent = fault.times !== null && fault.fired >= fault.times;
    return h("li", { class: isSpent ? "spent" : "" },
      h("div", null, h("b", null, fault.kind), h("span", null, where),
        h("small", null, `fired ${fault.fired} of ${fault.times ?? "any number"}`)),
      iconButton("close", `Remove the fault ${fault.kind}`, remove));
  }
}

/**
 * @param {string} label
 * @param {HTMLElement} control
 * @param {string} [className]
 */
export function field(label, control, className = "") {
  return h("label", { class: `field ${className}` }, label, control);
}
