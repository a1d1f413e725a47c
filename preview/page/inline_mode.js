/** Inline mode (https://core.telegram.org/bots/inline): `@bot query` in the composer looks something up. */

import { element, icon } from "./dom.js";
import { hue } from "./names.js";
import { attempt } from "./toasts.js";

const TYPED = /^@(\w+)\s([\s\S]*)$/;
/** Milliseconds without another key before the bot is asked. */
const PAUSE = 250;

/** Looks things up while one types. */
export class InlineMode {
  #timer = 0;
  /** What is shown or waited for; an answer to anything earlier is dropped. */
  #asked = null;
  #closed = "";

  /**
   * @param {import("./world.js").World} world
   * @param {import("./acts.js").Acts} acts
   * @param {import("./choices.js").Choices} choices
   * @param {(bot: Object, query: string, resultId: string) => void} pick
   */
  constructor(world, acts, choices, pick) {
    this.world = world;
    this.acts = acts;
    this.choices = choices;
    this.pick = pick;
    this.hint = document.getElementById("inline-hint");
  }

  /**
   * Look up what is asked for in the text field, after a pause.
   *
   * @returns {boolean} whether the text is an inline query
   */
  offer(text) {
    const [, username, query] = TYPED.exec(text) ?? [];
    const bot = username && this.world.botNamed(username);
    clearTimeout(this.#timer);
    this.#showHint(bot?.inline && !query ? text : null, bot?.inline_placeholder);
    if (!bot?.inline || text === this.#closed) {
      this.#asked = null;
      return false;
    }
    this.#closed = "";
    const asked = { bot, query: query.trim(), chat: this.world.openKey, next: "", loading: false };
    const same = this.#asked && this.#asked.bot === bot && this.#asked.query === asked.query;
    if (same && this.#asked.chat === asked.chat) return true;
    this.#asked = asked;
    this.choices.setBusy(true);
    this.#timer = setTimeout(() => this.#lookUp(asked), PAUSE);
    return true;
  }

  /** Offer no more for this text. */
  close(text) {
    this.#closed = text;
    this.stop();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#asked = null;
    this.choices.setBusy(false);
    this.#showHint(null);
  }

  /** Load what comes after the results that are shown. */
  async more() {
    const asked = this.#asked;
    if (!asked?.next || asked.loading) return;
    asked.loading = true;
    const answer = await attempt(this.acts.api.inline(asked.chat, asked.bot.id, asked.query, asked.next));
    if (asked !== this.#asked) return;
    asked.loading = false;
    asked.next = answer?.next_offset ?? "";
    if (answer) this.choices.add(this.#choices(asked, answer.results));
  }

  async #lookUp(asked) {
    const answer = await attempt(this.acts.api.inline(asked.chat, asked.bot.id, asked.query));
    if (asked !== this.#asked) return;
    this.choices.setBusy(false);
    if (!answer) {
      this.choices.hide();
      return;
    }
    asked.next = answer.next_offset;
    this.choices.show(`Results from ${asked.bot.first_name}`, this.#choices(asked, answer.results), {
      heading: answer.button && this.#button(asked.bot, answer.button),
      none: answer.button ? "" : "Nothing found.",
    });
  }

  #choices(asked, results) {
    return results.map((result) => {
      const title = result.title ?? result.caption ?? result.type;
      return {
        picture: element(
          "span",
          { class: `thumbnail ${hue(letters(title))}`, "aria-hidden": "true" },
          letter(title),
        ),
        title,
        detail: result.description,
        chosen: () => this.pick(asked.bot, asked.query, result.id),
      };
    });
  }

  /** The button above the results, which leads to the private chat with the bot. */
  #button(bot, { text, start_parameter }) {
    return element(
      "button",
      { type: "button", class: "switch-button", onclick: () => this.acts.start(bot, start_parameter) },
      icon("bot"),
      element("span", { dir: "auto" }, text),
    );
  }

  /** What the bot wants to be asked, behind its name. */
  #showHint(text, placeholder) {
    this.hint.hidden = text === null || !placeholder;
    if (this.hint.hidden) return;
    this.hint.replaceChildren(element("span", { class: "unseen" }, text), placeholder);
  }
}

function letter(title) {
  return (/[\p{L}\p{N}]/u.exec(title)?.[0] ?? "•").toLocaleUpperCase();
}

function letters(title) {
  return [...title].reduce((sum, sign) => sum + sign.codePointAt(0), 0);
}
