/** What to try in a chat in which nothing was said yet. */

import { element, icon } from "./dom.js";

const MOST = 3;

/**
 * Draw a few suggestions, made of what the chat's bots say that they can do.
 *
 * @returns {Node[]}
 */
export function suggestions(world, acts, chat) {
  const buttons = waysToTry(world, acts, chat)
    .slice(0, MOST)
    .map(({ label, detail, picture, act }) =>
      element(
        "button",
        { type: "button", class: "suggestion", onclick: act },
        icon(picture),
        element(
          "span",
          {},
          element("span", { class: "suggestion-label" }, label),
          element("span", { class: "suggestion-detail", dir: "auto" }, detail),
        ),
      ),
    );
  return [
    element("h2", {}, "Nothing was said here yet"),
    element("p", {}, buttons.length ? "Write something, or try:" : "Write something."),
    ...buttons,
  ];
}

function waysToTry(world, acts, chat) {
  const members = world.botsIn(chat);
  const guests = [...world.bots.values()].filter((bot) => bot.guest && !members.includes(bot));
  const inline = [...world.bots.values()].filter((bot) => bot.inline);
  const isPrivate = chat.type === "private";
  const mentions = (isPrivate ? [] : members.length ? members : guests).map((bot) => ({
    label: `@${bot.username} …`,
    detail: members.length
      ? `Mention ${bot.first_name} and ask`
      : `Call ${bot.first_name} as a guest: mention it and ask`,
    picture: "bot",
    act: () => acts.write({ text: `@${bot.username} ` }),
  }));
  const commands = world.commandsIn(chat).map(({ text, description }) => ({
    label: text,
    detail: description,
    picture: "command",
    act: () => (isPrivate ? acts.command(text) : acts.write({ text: `${text} ` })),
  }));
  const lookUps = inline.map((bot) => ({
    label: `@${bot.username} …`,
    detail: `Look something up with ${bot.first_name} while you type`,
    picture: "inline",
    act: () => acts.write({ text: `@${bot.username} ` }),
  }));
  if (isPrivate) return [...commands.slice(0, MOST - 1), ...lookUps, ...commands.slice(MOST - 1)];
  const leave = [...members, ...guests].map((bot) => ({
    label: bot.first_name,
    detail: "Open your private chat with it",
    picture: "outward",
    act: () => acts.go(`b${bot.id}`),
  }));
  return [...mentions.slice(0, 1), ...commands, ...lookUps, ...leave];
}
