/** What a message carries besides text: photos, files, places, polls. */

import { fileUrl } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { duration, fullName, size } from "./format.js";
import { dialog } from "./notices.js";

/** @typedef {import("./types.js").Message} Message */

const MAP = "https://www.openstreetmap.org/";

/**
 * The nodes for whatever a message carries.
 * @param {Message} message
 * @returns {Node[]}
 */
export function renderMedia(message) {
  for (const [field, render] of Object.entries(KINDS)) {
    if (message[field]) return [render(message[field], message)].flat();
  }
  return [];
}

/** @type {Record<string, (value: any, message: Message) => Node | Node[]>} */
const KINDS = {
  photo: (sizes, message) => photo(sizes.at(-1), message.caption || "Photo", message),
  sticker: (sticker) => sticker.is_animated || sticker.is_video
    ? h("span", { class: "big" }, sticker.emoji ?? "Sticker")
    : picture(sticker, `Sticker ${sticker.emoji ?? ""}`.trim(), "sticker"),
  animation: (file) => moving(file, { loop: true, muted: true, controls: true }),
  video: (file) => moving(file, { controls: true }),
  video_note: (file) => moving(file, { controls: true, class: "round" }),
  voice: (file) => sound(file, "Voice message"),
  audio: (file) => sound(file, [file.performer, file.title].filter(Boolean).join(" – ") || "Audio"),
  document: (file) => documentLink(file),
  venue: (venue) => place(venue.location, venue.title, venue.address),
  location: (location) => place(location, "Location"),
  contact: (contact) => h("p", { class: "card" }, icon("person"),
    h("span", null, h("b", null, fullName(contact)), h("br"), contact.phone_number)),
  poll: (poll) => h("div", { class: "poll" }, h("b", null, poll.question),
    h("ul", null, poll.options.map((/** @type {any} */ option) =>
      h("li", null, `${option.text} – ${option.voter_count ?? 0}`)))),
  dice: (dice) => h("span", { class: "big" }, `${dice.emoji} ${dice.value}`),
};

/**
 * @param {any} file
 * @param {string} label
 * @param {string} className
 */
function picture(file, label, className) {
  const image = h("img", {
    class: className, src: fileUrl(file.file_id), alt: label, decoding: "async",
    width: file.width, height: file.height,
  });
  image.addEventListener("error", () => image.replaceWith(h("p", { class: "card" }, icon("file"), label)));
  return image;
}

/**
 * @param {any} file
 * @param {string} label
 * @param {Message} message
 */
function photo(file, label, message) {
  const hidden = message.has_media_spoiler ? "hidden-media" : "";
  const button = h("button", { type: "button", class: `photo ${hidden}`, "aria-label": `Photo: ${label}. Enlarge` },
    picture(file, label, ""));
  button.addEventListener("click", () => {
    if (button.classList.contains("hidden-media")) return button.classList.remove("hidden-media");
    const close = iconButton("close", "Close", () => box.close());
    const box = dialog("Photo", [close, picture(file, label, "")], "light-box");
  });
  return button;
}

/**
 * @param {any} file
 * @param {Record<string, any>} props
 */
const moving = (file, props) => h("video", {
  src: fileUrl(file.file_id), width: file.width, height: file.height, preload: "metadata", playsinline: true,
  ...props,
});

/**
 * @param {any} file
 * @param {string} label
 */
const sound = (file, label) => h("div", { class: "sound" },
  h("span", null, label, file.duration ? ` · ${duration(file.duration)}` : ""),
  h("audio", { src: fileUrl(file.file_id), controls: true, preload: "metadata", "aria-label": label }));

/** @param {any} file */
function documentLink(file) {
  const name = file.file_name ?? "file";
  return h("a", { class: "card", href: fileUrl(file.file_id), download: name },
    icon("file"),
    h("span", null, h("b", null, name), h("br"),
      h("small", null, file.file_size === undefined ? "" : size(file.file_size))));
}

/**
 * @param {{latitude: number, longitude: number}} location
 * @param {string} title
 * @param {string} [address]
 */
function place({ latitude, longitude }, title, address) {
  const href = `${MAP}?mlat=${Number(latitude)}&mlon=${Number(longitude)}`;
  return h("a", { class: "card", href, target: "_blank", rel: "noopener noreferrer" }, icon("outside"),
    h("span", null, h("b", null, title), h("br"), address ?? `${latitude}, ${longitude}`));
}
