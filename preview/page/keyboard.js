/** Inline keyboards (https://core.telegram.org/bots/api#inlinekeyboardmarkup). */

import { element, icon } from "./dom.js";
import { toast } from "./toasts.js";

/**
 * Draw the keyboard of a message, or nothing where it has none.
 *
 * @param {import("./acts.js").Acts} acts
 * @param {Object} chat
 * @param {Object} message
 */
export function keyboard(acts, chat, message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return element(
    "div",
    { class: "keyboard", role: "group", "aria-label": "Buttons" },
    ...rows.map((buttons, row) =>
      element(
        "div",
        { class: "keys" },
        ...buttons.map((button, column) => key(acts, chat, message, button, row, column)),
      ),
    ),
  );
}

function key(acts, chat, message, button, row, column) {
  const place = { class: "key", "data-style": button.style, "data-place": `${row}.${column}`, dir: "auto" };
  const url = button.url ?? button.login_url?.url;
  if (url) {
    const followed = (event) => acts.follow(url) && event.preventDefault();
    const link = { ...place, href: url, target: "_blank", rel: "noopener noreferrer", onclick: followed };
    return element("a", link, label(button), corner("outward"));
  }
  const press = (event) => pressed(acts, chat, message, button, row, column, event.currentTarget);
  return element("button", { ...place, type: "button", onclick: press }, label(button), corner(mark(button)));
}

function label(button) {
  return element("span", { class: "key-label" }, button.text);
}

function corner(name) {
  return name && element("span", { class: "key-corner" }, icon(name));
}

function mark(button) {
  if (switched(button) !== undefined) return "inline";
  return button.copy_text ? "copy" : null;
}

/** The query that a button puts behind the bot's name, or undefined where it is another kind of button. */
function switched(button) {
  return (
    button.switch_inline_query ??
    button.switch_inline_query_current_chat ??
    button.switch_inline_query_chosen_chat?.query
  );
}

async function pressed(acts, chat, message, button, row, column, pressedKey) {
  if (button.callback_data !== undefined) {
    if (pressedKey.getAttribute("aria-busy") === "true") return;
    pressedKey.setAttribute("aria-busy", "true");
    await acts.press(chat, message, row, column);
    pressedKey.removeAttribute("aria-busy");
  } else if (switched(button) !== undefined) {
    const bot = acts.world.botOf(message);
    if (bot) acts.write({ text: `@${bot.username} ${switched(button)}` });
  } else if (button.copy_text) {
    acts.copy(button.copy_text.text, "Copied to the clipboard.");
  } else {
    toast("This kind of button does nothing here.", "error");
  }
}
