/** Puts the page together. */

import { Stream } from "./api.js";
import { Chats } from "./chats.js";
import { Composer } from "./composer.js";
import { byId, icon } from "./dom.js";
import { Header } from "./header.js";
import { Keyboards } from "./keyboard.js";
import { Links } from "./links.js";
import { Messages } from "./messages.js";
import { Panel } from "./panel.js";
import { Store } from "./state.js";
import { View } from "./view.js";

const PHONE = "(max-width: 720px)";

const store = new Store();
const view = new View(store);
const links = new Links(store, view);
const keyboards = new Keyboards(store, view, links);
const panel = new Panel(store, view);
const composer = new Composer(store, view);
const header = new Header(store, view, panel);
new Chats(store, view);
new Messages({ store, view, links, keyboards, composer });

byId("panel-toggle-side").append(icon("calls"));
byId("skip").addEventListener("click", (/** @type {Event} */ event) => {
  event.preventDefault();
  composer.focus();
});

/** A letter typed anywhere goes into the message field. @param {KeyboardEvent} event */
function typeAnywhere(event) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, select, dialog, [popover], summary, .panel")) return;
  composer.focus();
}

/** Escape leads from anywhere to the message field, and on a phone back to the chats. @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
  if (panel.isOpen && panel.isOver) panel.close();
  else if (matchMedia(PHONE).matches) header.back();
  else composer.focus();
}

document.addEventListener("keydown", typeAnywhere);
document.addEventListener("keydown", escape);

let isFirst = true;
new Stream({
  snapshot(snapshot) {
    store.load(snapshot);
    view.loaded();
    if (isFirst || panel.isOpen) {
      isFirst = false;
      if (panel.isOpen) panel.show(panel.current);
      else panel.restore();
    }
  },
  event: (event) => store.apply(event),
  state: (live) => store.setLive(live),
}).connect();
