/** The panel at the side: calls, faults, world. */

import { Calls } from "./calls.js";
import { append, arrowKeys, byId, h, iconButton, remembered } from "./dom.js";
import { Faults } from "./faults.js";
import { World } from "./world.js";

const SMALL = "(max-width: 1100px)";

export class Panel {
  /**
   * @param {import("./state.js").Store} store
   * @param {import("./view.js").View} view
   */
  constructor(store, view) {
    this.store = store;
    this.root = byId("panel");
    /** @type {Record<string, any>} */
    this.pages = { Calls: new Calls(store), Faults: new Faults(store), World: new World(store, view) };
    this.current = "Calls";
    this.toggle = () => (this.isOpen ? this.close() : this.open());
    this.tabs = h("div", { class: "topics", role: "tablist", "aria-label": "Panel" });
    append(this.root, [
      h("header", { class: "bar" }, this.tabs, iconButton("close", "Close the panel", () => this.close())),
      Object.values(this.pages).map((page) => page.box),
    ]);
    arrowKeys(this.tabs, "[role=tab]", { horizontal: true });
    byId("panel-toggle-side").addEventListener("click", this.toggle);
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    store.watch((dirty) => dirty.has("calls") && this.renderTabs());
  }

  get isOpen() {
    return !this.root.hidden;
  }

  /** Whether it lies over the conversation instead of beside it. */
  get isOver() {
    return matchMedia(SMALL).matches;
  }

  /** Open as it was left, where there is room beside the conversation. */
  restore() {
    if (remembered("panel") === "open" && !this.isOver) this.open(false);
  }

  open(isAsked = true) {
    this.root.hidden = false;
    remembered("panel", "open");
    this.show(this.current);
    this.announce();
    if (isAsked) this.tabs.querySelector("[aria-selected=true]")?.focus();
  }

  close() {
    this.root.hidden = true;
    remembered("panel", null);
    for (const page of Object.values(this.pages)) page.isOpen = false;
    this.announce();
    const toggles = ["panel-toggle", "panel-toggle-side"].map((id) => byId(id));
    toggles.find((button) => button.offsetParent)?.focus();
  }

  announce() {
    document.body.classList.toggle("with-panel", this.isOpen);
    for (const id of ["panel-toggle", "panel-toggle-side"]) {
      document.getElementById(id)?.setAttribute("aria-expanded", String(this.isOpen));
    }
  }

  /** @param {string} name */
  show(name) {
    this.current = name;
    for (const [other, page] of Object.entries(this.pages)) {
      page.isOpen = other === name;
      page.box.hidden = other !== name;
      page.box.id = `panel-${other.toLowerCase()}`;
      page.box.setAttribute("role", "tabpanel");
      page.box.setAttribute("aria-label", other);
    }
    this.renderTabs();
    this.pages[name].open();
  }

  renderTabs() {
    if (!this.isOpen) return;
    const complaints = this.store.complaints.length;
    if (!this.tabs.children.length) {
      append(this.tabs, Object.keys(this.pages).map((name) => h("button", {
        type: "button", role: "tab", class: "topic", "aria-controls": `panel-${name.toLowerCase()}`,
        on: { click: () => this.show(name), focus: () => name !== this.current && this.show(name) },
      }, name, h("span", { class: "badge alarm", hidden: true }))));
    }
    for (const tab of this.tabs.children) {
      const isCurrent = tab.firstChild.textContent === this.current;
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
    }
    const alarm = this.tabs.querySelector(".badge");
    alarm.hidden = !complaints;
    alarm.replaceChildren(String(complaints), h("span", { class: "spoken" }, " complaints"));
  }
}
