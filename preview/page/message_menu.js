/** What can be done with one message. */

import { element } from "./dom.js";
import { openMenu } from "./menu.js";
import { attempt } from "./toasts.js";

/** A few of the emoji that Telegram lets everybody react with. */
const REACTIONS = ["👍", "❤", "🔥", "😁", "🤔", "👎"];

/**
 * Open the menu of a message.
 *
 * @param {import("./acts.js").Acts} acts
 * @param {Object} chat
 * @param {Object} message
 * @param {Element} node the message, as it is drawn
 * @param {{x: number, y: number}} at
 * @param {Element} [opener]
 */
export function openMessageMenu(acts, chat, message, node, at, opener) {
  const quote = selectedIn(node.querySelector(".text"));
  const words = message.text ?? message.caption;
  openMenu(
    "Message actions",
    [
      ...REACTIONS.map((emoji) => reaction(acts, chat, message, emoji)),
      quote && {
        label: "Quote and reply",
        icon: "quote",
        act: () => acts.write({ replyTo: message, quote }),
      },
      { label: "Reply", icon: "reply", act: () => acts.write({ replyTo: message }) },
      words !== undefined && {
        label: quote ? "Copy selected text" : "Copy text",
        icon: "copy",
        act: () => acts.copy(quote || words, "Copied to the clipboard."),
      },
      acts.world.isEditable(message) && {
        label: "Edit",
        icon: "edit",
        act: () => acts.write({ editing: message }),
      },
      {
        label: "Delete",
        icon: "delete",
        danger: true,
        act: () => attempt(acts.api.remove(chat.key, message.message_id)),
      },
    ].filter(Boolean),
    at,
    opener,
  );
}

function reaction(acts, chat, message, emoji) {
  const isMine = (message.reactions ?? []).some((one) => one.emoji === emoji && one.mine);
  return {
    label: `React with ${emoji}`,
    picture: element("span", { class: "emoji", "aria-hidden": "true" }, emoji),
    checked: isMine,
    inRow: true,
    act: () => attempt(acts.api.react(chat.key, message.message_id, isMine ? null : emoji)),
  };
}

/** What is selected of a message's text, or an empty string. */
function selectedIn(text) {
  const selection = getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0).cloneRange();
  if (!range.intersectsNode(text)) return "";
  if (!text.contains(range.startContainer)) range.setStart(text, 0);
  if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
  return range.cloneContents().textContent.trim();
}
