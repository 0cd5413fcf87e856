/** Names, times, colours and one-line descriptions. */

/** @typedef {import("./types.js").Chat} Chat */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Person} Person */

const LOCALE = "en-GB";
const COLOURS = 7;
const CLOCK = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const SECONDS = new Intl.DateTimeFormat(LOCALE, { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "long" });
const DAY_OF_YEAR = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long" });
const WEEKDAY = new Intl.DateTimeFormat(LOCALE, { weekday: "short" });
const MOMENT = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeStyle: "medium" });
const SHORT_DAY = new Intl.DateTimeFormat(LOCALE, { dateStyle: "short" });
const SIZES = ["bytes", "KB", "MB", "GB"];

/** Languages a person's app may be set to. */
export const LANGUAGES = { en: "English", uk: "Українська", ru: "Русский", tr: "Türkçe" };

/** @param {{first_name?: string, last_name?: string, title?: string} | undefined} who */
export function fullName(who) {
  if (!who) return "Unknown";
  return who.title ?? ([who.first_name, who.last_name].filter(Boolean).join(" ") || "Deleted account");
}

/** @param {number} seconds */
export const clock = (seconds) => CLOCK.format(seconds * 1000);

/** @param {number} seconds */
export const clockWithSeconds = (seconds) => SECONDS.format(seconds * 1000);

/** @param {number} seconds */
export const moment = (seconds) => MOMENT.format(seconds * 1000);

/** @param {Date} date */
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** @param {number} seconds */
const daysAgo = (seconds) =>
  Math.round((midnight(new Date()) - midnight(new Date(seconds * 1000))) / 86_400_000);

/**
 * The heading over the messages of a day.
 * @param {number} seconds
 */
export function day(seconds) {
  const ago = daysAgo(seconds);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  const date = new Date(seconds * 1000);
  return (date.getFullYear() === new Date().getFullYear() ? DAY : DAY_OF_YEAR).format(date);
}

/**
 * When a chat was last written to, as short as it can be.
 * @param {number} seconds
 */
export function when(seconds) {
  const ago = daysAgo(seconds);
  if (ago <= 0) return clock(seconds);
  return (ago < 7 ? WEEKDAY : SHORT_DAY).format(seconds * 1000);
}

/** @param {number} bytes */
export function size(bytes) {
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < SIZES.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit ? value.toFixed(1) : value} ${SIZES[unit]}`;
}

/** @param {number} seconds */
export const duration = (seconds) =>
  seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : `${seconds.toFixed(1)} s`;

/**
 * One of seven colours that stays with a person or chat.
 * @param {number} id
 */
export const colour = (id) => String(Math.abs(id) % COLOURS);

/** @param {string} name */
export const initials = (name) =>
  name.split(/\s+/u).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();

/**
 * Who a message is from, as its readers see it.
 * @param {Message} message
 */
export const sender = (message) => message.sender_chat ?? message.from ?? message.chat;

/** @param {Person[]} people */
const names = (people) => people.map(fullName).join(", ");

/** @type {[string, (value: any, message: Message) => string][]} */
const SERVICE = [
  ["new_chat_members", (people, message) =>
    people.length === 1 && people[0].id === message.from?.id
      ? `${fullName(people[0])} joined`
      : `${fullName(message.from)} added ${names(people)}`],
  ["left_chat_member", (person, message) =>
    person.id === message.from?.id
      ? `${fullName(person)} left`
      : `${fullName(message.from)} removed ${fullName(person)}`],
  ["forum_topic_created", (topic) => `Topic “${topic.name}” was created`],
  ["forum_topic_edited", (topic) => (topic.name ? `The topic is now “${topic.name}”` : "The topic was changed")],
  ["forum_topic_closed", () => "The topic was closed"],
  ["forum_topic_reopened", () => "The topic was reopened"],
  ["general_forum_topic_hidden", () => "The General topic was hidden"],
  ["general_forum_topic_unhidden", () => "The General topic is shown again"],
  ["migrate_to_chat_id", (id) => `The group became supergroup ${id}`],
  ["migrate_from_chat_id", () => "The group became a supergroup"],
  ["pinned_message", (pinned, message) => `${fullName(sender(message))} pinned “${summary(pinned)}”`],
  ["new_chat_title", (title, message) => `${fullName(sender(message))} named the chat “${title}”`],
  ["new_chat_photo", () => "The chat has a new photo"],
  ["delete_chat_photo", () => "The photo of the chat was removed"],
  ["group_chat_created", () => "The group was created"],
  ["supergroup_chat_created", () => "The supergroup was created"],
  ["channel_chat_created", () => "The channel was created"],
  ["message_auto_delete_timer_changed", () => "The auto-delete timer was changed"],
];

/**
 * What a service message says, or null where the message is an ordinary one.
 * @param {Message} message
 */
export function service(message) {
  for (const [field, say] of SERVICE) {
    const value = message[field];
    if (value !== undefined && value !== false && value !== null) return say(value, message);
  }
  return null;
}

/** The text with its spoilers covered. @param {Message} message */
function veiled(message) {
  const text = message.text ?? message.caption ?? "";
  const spoilers = (message.entities ?? message.caption_entities ?? []).filter(({ type }) => type === "spoiler");
  return spoilers.reduce((shown, { offset, length }) =>
    shown.slice(0, offset) + "▒".repeat(length) + shown.slice(offset + length), text);
}

const KINDS = {
  photo: "Photo", animation: "GIF", document: "File", sticker: "Sticker", voice: "Voice message",
  audio: "Audio", video: "Video", video_note: "Video message", venue: "Place",
  location: "Location", contact: "Contact", poll: "Poll", dice: "Dice",
};

/**
 * A message in one line.
 * @param {Message | undefined} message
 */
export function summary(message) {
  if (!message) return "";
  const said = service(message);
  if (said) return said;
  const kind = Object.keys(KINDS).find((key) => message[key]);
  const label = kind ? KINDS[/** @type {keyof typeof KINDS} */ (kind)] : "";
  const words = veiled(message).replace(/\s+/gu, " ").slice(0, 120);
  const emoji = message.sticker?.emoji ?? message.dice?.emoji ?? "";
  return [label, emoji, words].filter(Boolean).join(" ") || "Message";
}

const ACTIONS = {
  typing: "is typing", upload_photo: "is sending a photo", upload_document: "is sending a file",
  upload_video: "is sending a video", upload_voice: "is sending a voice message",
  record_voice: "is recording a voice message", record_video: "is recording a video",
  find_location: "is looking for a place", choose_sticker: "is choosing a sticker",
};

/**
 * What a chat action is called.
 * @param {string} action
 */
export const actionWords = (action) => ACTIONS[/** @type {keyof typeof ACTIONS} */ (action)] ?? "is busy";
