/** One message: a bubble with all that belongs to it, or a service line. */

import { fileAddress } from "./api.js";
import { element, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { keyboard } from "./keyboard.js";
import { avatar, hue, originName, senderId, senderName } from "./names.js";
import { sizeInWords } from "./sizes.js";
import { contentName, serviceLine, summary } from "./summary.js";
import { clock, isoTime } from "./times.js";
import { attempt } from "./toasts.js";

/**
 * Draw a message.
 *
 * @param {import("./acts.js").Acts} acts
 * @param {Object} chat
 * @param {Object} message
 * @param {{jump: (messageId: number) => void, menu: (message: Object, bubble: Element, place: Object,
 *   opener?: Element) => void}} log what the list around it does
 * @returns {HTMLElement}
 */
export function bubble(acts, chat, message, log) {
  const told = serviceLine(message);
  return told === null ? said(acts, chat, message, log) : serviceMessage(message, told);
}

function serviceMessage(message, told) {
  return element(
    "article",
    { class: "service", "data-message": message.message_id, "aria-label": "Service message", tabindex: "-1" },
    element("span", { dir: "auto" }, told),
  );
}

function said(acts, chat, message, log) {
  const name = senderName(message);
  const named = chat.type !== "private" && !message.mine;
  const article = element(
    "article",
    {
      class: `message ${message.mine ? "mine" : "theirs"}`,
      "data-message": message.message_id,
      "data-from": senderId(message),
      "aria-label": `${message.mine ? "You" : name}, ${clock(message.date)}`,
      tabindex: "-1",
    },
    named && avatar(name, senderId(message)),
    element(
      "div",
      { class: "message-body" },
      element(
        "div",
        { class: "bubble" },
        named && heading(acts, message, name),
        !named && message.via_bot && element("div", { class: "heading" }, via(acts, message)),
        forwarded(message),
        replied(message, log),
        ...media(message),
        ...wordsAndFooter(acts, chat, message),
      ),
      keyboard(acts, chat, message),
    ),
    iconButton("more", "Message actions", {
      class: "icon-button more",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      // Keeps what is selected in the message, which can be quoted.
      onmousedown: (event) => event.preventDefault(),
      onclick: ({ currentTarget }) => {
        const { left, bottom } = currentTarget.getBoundingClientRect();
        log.menu(message, article, { x: left, y: bottom + 4 }, currentTarget);
      },
    }),
  );
  return article;
}

/** The text, then the time: on the text's last line, or on the reactions', where there is room. */
function wordsAndFooter(acts, chat, message) {
  const text = message.text ?? message.caption;
  const reacted = message.reactions?.length > 0;
  const words =
    text !== undefined &&
    element(
      "div",
      { class: "lines", dir: "auto" },
      element(
        "span",
        { class: "text" },
        ...formatted(text, message.entities ?? message.caption_entities ?? [], taps(acts)),
      ),
      !reacted && footer(message),
    );
  if (reacted)
    return [words, element("div", { class: "reacted" }, reactions(acts, chat, message), footer(message))];
  return words ? [words] : [footer(message)];
}

function heading(acts, message, name) {
  return element(
    "div",
    { class: "heading" },
    element("span", { class: `sender ${hue(senderId(message))}`, dir: "auto" }, name),
    // A bot that answers as a guest writes by way of itself.
    message.via_bot && message.via_bot.id === message.from?.id
      ? element("span", { class: "via" }, "guest")
      : via(acts, message),
  );
}

function taps(acts) {
  return {
    command: (text) => acts.command(text),
    link: (address) => acts.follow(address),
    mention: (username) => acts.mention(username),
  };
}

function via(acts, message) {
  if (!message.via_bot) return null;
  const name = message.via_bot.username;
  const act = () => acts.write({ text: `@${name} ` });
  return element(
    "span",
    { class: "via" },
    "via ",
    element("button", { type: "button", class: "link", onclick: act }, `@${name}`),
  );
}

function forwarded({ forward_origin: origin }) {
  if (!origin) return null;
  const name = element("span", { dir: "auto" }, originName(origin));
  return element("div", { class: "via" }, "Forwarded from ", name);
}

/** What a message replies to; that the first message of a topic began it goes without saying. */
function replied(message, log) {
  const to = message.reply_to_message;
  if (message.external_reply) return repliedElsewhere(message.external_reply, message.quote);
  if (!to || to.forum_topic_created) return null;
  const jump = { type: "button", onclick: () => log.jump(to.message_id) };
  return replyPreview("button", jump, senderName(to), senderId(to), to, message.quote);
}

/** What a message of another chat or topic says; one does not get there from here. */
function repliedElsewhere(reply, quote) {
  const { origin, chat } = reply;
  const name = [originName(origin), chat?.title].filter(Boolean).join(" · ");
  const id = origin.sender_chat?.id ?? origin.sender_user?.id ?? 0;
  return replyPreview("div", {}, name, id, reply, quote);
}

function replyPreview(tag, attributes, name, id, message, quote) {
  return element(
    tag,
    { ...attributes, class: `reply-preview ${hue(id)}` },
    element("span", { class: "for-screen-readers" }, "In reply to "),
    element("span", { class: "reply-name", dir: "auto" }, name),
    element("span", { class: "reply-words", dir: "auto" }, quote?.text ?? summary(message)),
    quote && icon("quote"),
  );
}

function media(message) {
  if (message.photo?.length) return [photo(message)];
  if (message.document) return [fileLink(message.document)];
  const name = contentName(message);
  return name ? [element("div", { class: "other-content" }, name)] : [];
}

function photo(message) {
  const largest = message.photo.reduce((one, other) => (other.width > one.width ? other : one));
  const address = fileAddress(largest.file_id);
  const picture = element("img", {
    src: address,
    alt: message.caption ? `Photo: ${summary(message)}` : "Photo",
    width: largest.width,
    height: largest.height,
    loading: "lazy",
  });
  return element("a", { class: "photo", href: address, target: "_blank", rel: "noopener" }, picture);
}

function fileLink({ file_id, file_name, file_size }) {
  return element(
    "a",
    { class: "file", href: fileAddress(file_id), download: file_name ?? "" },
    element("span", { class: "file-icon" }, icon("file")),
    element(
      "span",
      { class: "file-about" },
      element("span", { class: "file-name", dir: "auto" }, file_name ?? "File"),
      file_size !== undefined && element("span", { class: "file-size" }, sizeInWords(file_size)),
    ),
  );
}

function reactions(acts, chat, message) {
  return element(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    ...message.reactions.map(({ emoji, count, mine }) =>
      element(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(mine),
          "aria-label": `${emoji}, ${count}`,
          onclick: () => attempt(acts.api.react(chat.key, message.message_id, mine ? null : emoji)),
        },
        element("span", { class: "emoji", "aria-hidden": "true" }, emoji),
        element("span", { "aria-hidden": "true" }, String(count)),
      ),
    ),
  );
}

function footer(message) {
  return element(
    "div",
    // Its own direction keeps it out of what the text's direction is guessed from.
    { class: "footer", dir: "ltr" },
    message.edit_date && element("span", {}, "edited"),
    element("time", { datetime: isoTime(message.date) }, clock(message.date)),
    message.mine && icon("sent"),
  );
}
