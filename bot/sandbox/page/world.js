/** The rest of the panel: the bot's state, people, and starting afresh. */

import { act, request } from "./api.js";
import { h } from "./dom.js";
import { fullName, LANGUAGES } from "./format.js";
import { ask, attempt } from "./notices.js";
import { field } from "./faults.js";

const SCENES = { "": "as at the start", demo: "demo", empty: "empty" };

export class World {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   */
  constructor(store, view) {
    this.store = store;
    this.view = view;
    this.about = h("dl", { class: "about" });
    this.people = h("ul", { class: "faults", "aria-label": "People" });
    this.scene = h("select", null, Object.entries(SCENES).map(([value, words]) => h("option", { value }, words)));
    const click = () => this.reset();
    const reset = h("button", { type: "button", class: "button danger", on: { click } }, "Reset");
    this.box = h("div", { class: "panel-page" },
      h("h3", null, "Bot"), this.about,
      h("h3", null, "People"), this.people, this.makeForm(),
      h("h3", null, "Start afresh"),
      h("div", { class: "grid" }, field("Scene", this.scene), h("div", { class: "actions" }, reset)));
    this.isOpen = false;
    store.watch((dirty) => this.isOpen && ["world", "view"].some((part) => dirty.has(part)) && this.render());
  }

  open() {
    this.isOpen = true;
    this.render();
  }

  makeForm() {
    const languages = Object.entries(LANGUAGES).map(([code, name]) => h("option", { value: code }, name));
    const submit = async (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const person = await attempt(() => request("POST", "/people", Object.fromEntries(new FormData(form))));
      if (!person) return;
      form.reset();
      this.view.open(person.id);
    };
    return h("form", { class: "grid", on: { submit } },
      field("First name", h("input", { name: "first_name", required: true, autocomplete: "off" })),
      field("Language", h("select", { name: "language_code" }, languages)),
      h("div", { class: "actions wide" }, h("button", { type: "submit", class: "button" }, "Add a person")));
  }

  render() {
    const { bot, schemaCheck, people } = this.store;
    const polling = bot.polling ? "polling" : "nobody fetches updates";
    const delivery = bot.webhook_url ? `webhook ${bot.webhook_url}` : polling;
    /** @type {[string, string][]} */
    const facts = [["Name", `${fullName(bot)} @${bot.username}`], ["Updates", delivery],
      ["In groups", bot.privacy ? "privacy mode on" : "reads everything"], ["Checked against", schemaCheck]];
    this.about.replaceChildren(...facts.flatMap(([term, text]) => [h("dt", null, term), h("dd", null, text)]));
    this.people.replaceChildren(...[...people.values()].map((person) => {
      const verb = person.blocked_bot ? "unblock" : "block";
      const isActor = person.id === this.view.actor();
      const click = () => attempt(() => act(verb, { person_id: person.id }));
      const word = verb === "block" ? "Block" : "Unblock";
      const label = `${word} the bot as ${fullName(person)}`;
      const facts = [person.id, person.language_code, isActor && "you", person.blocked_bot && "blocked the bot"];
      return h("li", null,
        h("div", null, h("b", { dir: "auto" }, fullName(person)),
          h("small", null, facts.filter(Boolean).join(" · "))),
        h("button", { type: "button", class: "button quiet", "aria-label": label, on: { click } }, `${word} bot`));
    }));
  }

  async reset() {
    const text = "All messages, calls and faults are forgotten. The bot keeps its own database.";
    if (!(await ask("Start afresh?", { action: "Reset", text }))) return;
    await attempt(() => request("POST", "/reset", { scene: this.scene.value || null }));
  }
}
