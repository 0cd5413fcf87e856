/** Light, dark, or as the system says; chosen by one button, remembered in this browser. */

import { icon, remembered } from "./dom.js";

const THEMES = /** @type {const} */ ({
  auto: ["auto", "Colours: as the system"],
  light: ["sun", "Colours: light"],
  dark: ["moon", "Colours: dark"],
});
const ORDER = /** @type {(keyof typeof THEMES)[]} */ (Object.keys(THEMES));

/** @returns {keyof typeof THEMES} */
function chosen() {
  const theme = remembered("theme");
  return ORDER.find((one) => one === theme) ?? "auto";
}

/** @param {keyof typeof THEMES} theme */
function show(theme) {
  document.documentElement.dataset.theme = theme;
  const button = document.getElementById("theme");
  if (!button) return;
  const [name, label] = THEMES[theme];
  button.replaceChildren(icon(name));
  button.setAttribute("aria-label", label);
  button.title = label;
}

show(chosen());
document.getElementById("theme")?.addEventListener("click", () => {
  const next = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length];
  remembered("theme", next);
  show(next);
});
