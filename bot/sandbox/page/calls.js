/** The Bot API calls as they come: method, chat, outcome, time; the parameters on a click. */

import { get, request } from "./api.js";
import { h } from "./dom.js";
import { clockWithSeconds, duration } from "./format.js";
import { attempt } from "./notices.js";

/** @typedef {import("./types.js").Call} Call */

const MOST_ROWS = 200;

export class Calls {
  /** @param {import("./state.js").Store} store */
  constructor(store) {
    this.store = store;
    this.search = h("input", {
      type: "search", placeholder: "Method, chat, text…", "aria-label": "Filter the calls",
      on: { input: () => this.redraw() },
    });
    this.refusedOnly = h("input", { type: "checkbox", on: { change: () => this.redraw() } });
    this.complaints = h("ul", { class: "complaints", "aria-label": "Complaints" });
    this.list = h("ol", { class: "calls", "aria-label": "Calls, newest first" });
    this.none = h("p", { class: "hint" }, "No calls yet.");
    const clear = h("button", { type: "button", class: "button quiet", on: { click: () => this.clear() } }, "Clear");
    this.box = h("div", { class: "panel-page" },
      h("div", { class: "filter" }, this.search, h("label", { class: "check" }, this.refusedOnly, "refused only"), clear),
      this.complaints, this.none, this.list);
    /** @type {Map<number, HTMLElement>} */
    this.rows = new Map();
    this.isOpen = false;
    store.watch((dirty) => this.isOpen && (dirty.has("calls") || dirty.has("world")) && this.render());
  }

  /** Show the panel, with the calls from before the page came. */
  async open() {
    this.isOpen = true;
    this.redraw();
    await attempt(() => this.fetchEarlier());
  }

  async fetchEarlier() {
    const { calls } = this.store;
    const [earlier, complaints] = await Promise.all([this.earlier(), get("/complaints")]);
    const known = new Set(calls.map((call) => call.n));
    this.store.calls = [...earlier.filter((/** @type {Call} */ call) => !known.has(call.n)), ...this.store.calls];
    this.store.complaints = complaints;
    this.store.changed("calls");
  }

  async earlier() {
    const { calls } = await get("/snapshot");
    /** @type {Call[]} */
    const found = await get(`/calls?after=${Math.max(0, calls - MOST_ROWS)}&limit=${MOST_ROWS}`);
    // A call still under way has no outcome; it is announced when it ends.
    return found.filter(({ status, error, fault }) => status || error || fault);
  }

  async clear() {
    await attempt(() => request("DELETE", "/calls"));
    await attempt(() => request("DELETE", "/complaints"));
    this.store.calls = [];
    this.store.complaints = [];
    this.redraw();
  }

  redraw() {
    this.rows.clear();
    this.list.replaceChildren();
    this.render();
  }

  render() {
    const wanted = [];
    const { calls } = this.store;
    for (let at = calls.length - 1; at >= 0 && wanted.length < MOST_ROWS; at--) {
      if (this.matches(calls[at])) wanted.push(calls[at]);
    }
    const numbers = new Set(wanted.map((call) => call.n));
    for (const [n, row] of this.rows) {
      if (numbers.has(n)) continue;
      row.remove();
      this.rows.delete(n);
    }
    let cursor = this.list.firstChild;
    for (const call of wanted) {
      const row = this.rows.get(call.n) ?? this.row(call);
      this.rows.set(call.n, row);
      if (row === cursor) cursor = cursor.nextSibling;
      else this.list.insertBefore(row, cursor);
    }
    this.none.hidden = wanted.length > 0;
    this.none.textContent = calls.length ? "No call matches." : "No calls yet.";
    this.renderComplaints();
  }

  /** The same complaint again only counts up. */
  renderComplaints() {
    /** @type {Map<string, [import("./types.js").Complaint, number]>} */
    const counted = new Map();
    for (const one of this.store.complaints) {
      const key = `${one.method} ${one.text}`;
      counted.set(key, [one, (counted.get(key)?.[1] ?? 0) + 1]);
    }
    this.complaints.replaceChildren(...[...counted.values()].reverse().map(([{ method, text }, count]) =>
      h("li", null, h("b", null, method), ` ${text}`, count > 1 && h("small", null, ` ${count} times`))));
  }

  /** @param {Call} call */
  matches(call) {
    if (this.refusedOnly.checked && call.status === 200 && !call.fault && !call.complaint) return false;
    const words = this.search.value.toLowerCase().split(/\s+/u).filter(Boolean);
    if (!words.length) return true;
    const chat = this.chatName(call);
    const facts = [call.method, call.chat_id, chat, call.error, call.fault, JSON.stringify(call.params)];
    const text = facts.join(" ").toLowerCase();
    return words.every((/** @type {string} */ word) => text.includes(word));
  }

  /** @param {Call} call */
  chatName(call) {
    const chat = this.store.chats.get(Number(call.chat_id));
    return chat ? this.store.nameOf(chat) : (call.chat_id ?? "");
  }

  /** @param {Call} call */
  row(call) {
    const outcome = call.status === 200 ? "ok" : call.status ? String(call.status) : "dropped";
    const trouble = [call.error, call.fault && `fault: ${call.fault}`, call.complaint && `complaint: ${call.complaint}`];
    const details = h("details", { class: call.status === 200 && !call.complaint ? "" : "refused" },
      h("summary", null,
        h("span", { class: "call-method" }, call.method),
        h("span", { class: "call-outcome" }, outcome),
        h("span", { class: "call-chat", dir: "auto" }, this.chatName(call)),
        h("span", { class: "call-time" }, `${clockWithSeconds(call.at)} · ${duration(call.seconds)}`),
        trouble.filter(Boolean).map((text) => h("span", { class: "call-error" }, text))));
    details.addEventListener("toggle", () => {
      if (!details.open || details.querySelector("pre")) return;
      details.append(h("pre", { tabindex: 0 }, JSON.stringify(unpacked(call.params), null, 2)));
    });
    return h("li", null, details);
  }
}

/**
 * Parameters for reading: what was sent as JSON in a string is shown as what it means.
 * @param {Record<string, any>} params
 */
function unpacked(params) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => {
    if (typeof value !== "string" || !/^[[{]/.test(value)) return [name, value];
    try {
      return [name, JSON.parse(value)];
    } catch {
      return [name, value];
    }
  }));
}
