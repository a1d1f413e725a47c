/** Who can be mentioned: the bots and people that are meant by what stands behind an '@'. */

import { avatar, fullName } from "./names.js";

/** The beginning of a name, right before the cursor. */
const TYPED = /(^|\s)@(\w*)$/;

/** Offers names while one is typed. */
export class MentionMenu {
  /**
   * @param {import("./world.js").World} world
   * @param {import("./choices.js").Choices} choices
   * @param {(name: string, start: number) => void} complete puts a name in place of what was typed from there on
   */
  constructor(world, choices, complete) {
    this.world = world;
    this.choices = choices;
    this.complete = complete;
  }

  /**
   * Offer names that begin with what is typed before the cursor.
   *
   * @param {string} before the text up to the cursor
   * @returns {boolean} whether anything is offered
   */
  offer(before) {
    const [found, space, start] = TYPED.exec(before) ?? [];
    if (found === undefined) return false;
    const fitting = this.#known(before === found && !space).filter(
      ({ username }) =>
        username.toLowerCase().startsWith(start.toLowerCase()) && username.length > start.length,
    );
    if (!fitting.length) return false;
    this.choices.show(
      "Names",
      fitting.map((user) => ({
        picture: avatar(fullName(user), user.id, "small"),
        title: fullName(user),
        detail: `@${user.username}`,
        chosen: () => this.complete(user.username, before.length - start.length),
      })),
      { preselect: true },
    );
    return true;
  }

  /** Those with a name in this chat; where a message begins, inline bots too, which serve everywhere. */
  #known(isFirst) {
    const { chat, me, people, bots } = this.world;
    const isShared = chat.type !== "private";
    const useful = (bot) =>
      (isFirst && bot.inline) || (isShared && (bot.guest || chat.members.includes(bot.id)));
    const others = (person) =>
      isShared && person.username && person.id !== me && chat.members.includes(person.id);
    return [...[...bots.values()].filter(useful), ...[...people.values()].filter(others)];
  }
}
