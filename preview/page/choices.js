/**
 * The list above the composer. The focus stays in the text field, which steers it with the arrow keys, Enter
 * and Escape (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/).
 */

import { element } from "./dom.js";

/**
 * @typedef {{picture: Node, title: string, detail?: string, chosen: () => void}} Choice
 */

/** A list of things to choose from. */
export class Choices {
  #options = [];
  #active = -1;

  /**
   * @param {HTMLTextAreaElement} field
   * @param {() => void} atEnd called when one scrolls, or moves, to the end of the list
   */
  constructor(field, atEnd) {
    this.field = field;
    this.atEnd = atEnd;
    this.box = document.getElementById("choices");
    this.list = document.getElementById("choice-list");
    this.heading = document.getElementById("choice-heading");
    this.status = document.getElementById("choice-status");
    this.list.addEventListener("scroll", () => this.#lookForEnd(), { passive: true });
    this.list.addEventListener("keydown", (event) => {
      if (!this.key(event) && event.key === "Escape") this.field.focus();
    });
    // A press in the list must not take the focus out of the text field.
    this.box.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /**
   * Show a list in place of what was shown.
   *
   * @param {string} label
   * @param {Choice[]} choices
   * @param {{heading?: Node|null, none?: string, preselect?: boolean}} [how] `preselect` lets Enter choose the
   *   first one; `none` stands where there are no choices
   */
  show(label, choices, { heading = null, none = "", preselect = false } = {}) {
    this.list.setAttribute("aria-label", label);
    this.heading.replaceChildren(...(heading ? [heading] : []));
    this.list.replaceChildren();
    this.#options = [];
    this.#activate(-1);
    this.add(choices);
    this.list.hidden = choices.length === 0;
    if (!choices.length && none) this.heading.append(element("p", { class: "no-choices" }, none));
    this.status.textContent = choices.length ? `${label}: ${choices.length}` : none;
    this.box.hidden = !choices.length && !none && !heading;
    this.list.scrollTop = 0;
    if (preselect && choices.length) this.#activate(0);
  }

  /** Put more at the end of the list. */
  add(choices) {
    for (const choice of choices) {
      const option = element(
        "div",
        { role: "option", id: `choice-${this.#options.length}`, class: "choice", "aria-selected": "false" },
        choice.picture,
        element(
          "span",
          { class: "choice-about" },
          element("span", { class: "choice-title", dir: "auto" }, choice.title),
          choice.detail && element("span", { class: "choice-detail", dir: "auto" }, choice.detail),
        ),
      );
      option.addEventListener("click", choice.chosen);
      this.#options.push({ ...choice, option });
      this.list.append(option);
    }
  }

  hide() {
    this.box.hidden = true;
    this.status.textContent = "";
    this.#activate(-1);
  }

  /** Say that something is being looked up. */
  setBusy(busy) {
    this.box.classList.toggle("busy", busy);
  }

  /**
   * Serve a key that was pressed in the text field.
   *
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was one for the list
   */
  key(event) {
    if (!this.isOpen || event.isComposing) return false;
    const count = this.#options.length;
    if (event.key === "ArrowDown" && count) this.#activate((this.#active + 1) % count);
    else if (event.key === "ArrowUp" && count)
      this.#activate(this.#active <= 0 ? count - 1 : this.#active - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.#active >= 0) {
      this.#options[this.#active].chosen();
    } else return false;
    event.preventDefault();
    return true;
  }

  #activate(index) {
    this.#options[this.#active]?.option.setAttribute("aria-selected", "false");
    this.#active = index;
    const option = this.#options[index]?.option;
    for (const steering of [this.field, this.list]) {
      if (option) steering.setAttribute("aria-activedescendant", option.id);
      else steering.removeAttribute("aria-activedescendant");
    }
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.#lookForEnd();
  }

  #lookForEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    if (scrollHeight - scrollTop - clientHeight < clientHeight / 2) this.atEnd();
  }
}
