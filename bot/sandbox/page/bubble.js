/** One message as nodes. */

import { h, iconButton } from "./dom.js";
import { renderText } from "./entities.js";
import { clock, colour, fullName, moment, sender, service, summary } from "./format.js";
import { renderMedia } from "./media.js";

/** @typedef {import("./types.js").Message} Message */

/**
 * What a bubble needs to know and do.
 * @typedef {{isMine: boolean, continues: boolean, showName: boolean, reactions: any[],
 *   reader: import("./entities.js").Reader, keyboards: import("./keyboard.js").Keyboards,
 *   actions: (message: Message, anchor: HTMLElement | {x: number, y: number}) => void,
 *   react: (message: Message, emoji: string) => void, show: (messageId: number) => void}} Context
 */

/**
 * @param {Message} message
 * @param {Context} context
 * @returns {HTMLElement}
 */
export function renderMessage(message, context) {
  const said = service(message);
  if (said) return h("p", { class: "service", "data-id": message.message_id }, h("span", null, said));
  const who = sender(message);
  const sides = [context.isMine ? "mine" : "theirs", context.continues ? "continues" : ""];
  const more = iconButton("more", "Message actions", () => context.actions(message, more),
    { class: "message-more", tabindex: -1, "aria-haspopup": "menu" });
  const contextmenu = (/** @type {MouseEvent} */ event) => {
    if (/** @type {HTMLElement} */ (event.target).closest("a[target], img, video")) return;
    event.preventDefault();
    context.actions(message, { x: event.clientX, y: event.clientY });
  };
  const keydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || event.target !== event.currentTarget) return;
    event.preventDefault();
    context.actions(message, more);
  };
  return h("article", {
    class: `message ${sides.join(" ")}`, tabindex: -1, "data-id": message.message_id,
    "aria-label": `${fullName(who)}, ${clock(message.date)}`, on: { contextmenu, keydown },
  },
  h("div", { class: "bubble-line" },
    h("div", { class: "bubble" },
      context.showName && h("p", { class: "sender", "data-colour": colour(who.id) }, fullName(who),
        message.author_signature && h("small", null, message.author_signature)),
      origin(message),
      reply(message, context),
      content(message, context),
      reactions(message, context),
      meta(message)),
    more),
  context.keyboards.render(message));
}

/** @param {Message} message */
function origin(message) {
  const from = message.forward_origin;
  if (!from && !message.via_bot) return null;
  const who = from?.sender_user ?? from?.sender_chat ?? from?.chat ?? { title: from?.sender_user_name };
  return h("p", { class: "origin" },
    from ? `Forwarded from ${fullName(who)}` : `via @${message.via_bot.username}`);
}

/**
 * @param {Message} message
 * @param {Context} context
 */
function reply(message, context) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  const click = () => context.show(original.message_id);
  return h("button", { type: "button", class: "reply-to", "data-colour": colour(sender(original).id), on: { click } },
    h("b", null, fullName(sender(original))),
    h("span", null, message.quote?.text ?? summary(original)));
}

/**
 * @param {Message} message
 * @param {Context} context
 */
function content(message, context) {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities;
  const key = `${message.chat.id}:${message.message_id}`;
  const words = text && h("div", { class: "text", dir: "auto" }, renderText(text, entities, context.reader, key));
  const media = renderMedia(message);
  const unknown = !words && !media.length && h("div", { class: "text" }, summary(message));
  return message.show_caption_above_media ? [words, ...media] : [...media, words, unknown];
}

/**
 * @param {Message} message
 * @param {Context} context
 */
function reactions(message, context) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { reactions: given } of context.reactions) {
    for (const one of given) {
      const emoji = one.emoji ?? one.type;
      counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
    }
  }
  if (!counts.size) return null;
  return h("p", { class: "reactions" }, [...counts].map(([emoji, count]) =>
    h("button", {
      type: "button", "aria-label": `Reaction ${emoji}, ${count}`,
      on: { click: () => context.react(message, emoji) },
    }, `${emoji} ${count > 1 ? count : ""}`)));
}

/** @param {Message} message */
function meta(message) {
  const changed = message.edit_date ? `, edited ${moment(message.edit_date)}` : "";
  return h("p", { class: "meta", title: moment(message.date) + changed },
    message.edit_date && h("span", { class: "edited" }, "edited "),
    h("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date)));
}
