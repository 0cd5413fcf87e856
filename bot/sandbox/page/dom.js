/** Building nodes. Nothing on this page is ever parsed as HTML: text becomes text nodes here. */

const PROPERTIES = new Set(["value", "checked", "disabled", "selected", "hidden", "open"]);
const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Build an element.
 * @param {string} tag
 * @param {Record<string, any> | null} [props] attributes; `class`, `data` (dataset) and `on`
 *   (listeners by event) are special; null, undefined and false are left out
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") {
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    } else if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (PROPERTIES.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/**
 * Append children, leaving out what is empty.
 * @param {Node} parent
 * @param {(Child | Child[])[]} children
 */
export function append(parent, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === "") continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * An icon out of icons.svg; decoration only, so hidden from assistive technology.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/**
 * A round button with an icon and a spoken name.
 * @param {string} name icon
 * @param {string} label
 * @param {(event: Event) => void} [click]
 * @param {Record<string, any>} [props]
 */
export function iconButton(name, label, click, props = {}) {
  const on = click ? { click } : {};
  const shown = { type: "button", "aria-label": label, title: label, on, ...props };
  return h("button", { ...shown, class: `icon-button ${props.class ?? ""}`.trim() }, icon(name));
}

/**
 * The element of index.html with an id.
 * @param {string} id
 * @returns {any}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/**
 * Let the arrow keys, Home and End move the focus along a list of controls.
 * @param {HTMLElement} container
 * @param {string} selector of the controls
 * @param {{horizontal?: boolean}} [options]
 */
export function arrowKeys(container, selector, { horizontal = false } = {}) {
  const [back, forth] = horizontal ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
  container.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    /** @type {HTMLElement[]} */
    const items = [...container.querySelectorAll(selector)];
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = { [back]: at - 1, [forth]: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined || at < 0 || !items.length) return;
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  });
}

/**
 * Remember something in this browser; a browser that refuses storage forgets it.
 * @param {string} key
 * @param {string | null} [value] absent: read; null: forget
 */
export function remembered(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return null;
  }
  return value;
}
