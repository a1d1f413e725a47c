/** The '/' menu: the commands that the chat's bots have for this person. */

import { element } from "./dom.js";

/** Only a command that is being typed, alone, is completed. */
const TYPED = /^\/(\w*)$/;

/** Offers commands while one is typed. */
export class CommandMenu {
  /**
   * @param {import("./world.js").World} world
   * @param {import("./choices.js").Choices} choices
   * @param {(text: string, send: boolean) => void} write puts a command into the text field, or sends it
   */
  constructor(world, choices, write) {
    this.world = world;
    this.choices = choices;
    this.write = write;
  }

  /**
   * Offer what the text in the field may become.
   *
   * @returns {boolean} whether anything is offered
   */
  offer(text) {
    const typed = TYPED.exec(text);
    const fitting = typed ? this.#fitting(typed[1]) : [];
    if (!fitting.length) return false;
    // Enter completes what was begun; a command that stands there whole is sent.
    const isWhole = this.world.chat.commands.some(({ command }) => command === typed[1]);
    this.choices.show("Commands", fitting, { preselect: !isWhole });
    return true;
  }

  #fitting(start) {
    const { chat } = this.world;
    return this.world
      .commandsIn(chat)
      .filter(({ command }) => command.startsWith(start.toLowerCase()))
      .map(({ text, description }) => ({
        picture: element("span", { class: "choice-slash", "aria-hidden": "true" }, "/"),
        title: text,
        detail: description,
        chosen: () => this.write(text, chat.type === "private"),
      }));
  }
}
