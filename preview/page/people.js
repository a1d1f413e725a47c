/** Who one is: any of the people that the server knows. */

import { element, icon } from "./dom.js";
import { below, openMenu } from "./menu.js";
import { avatar, languageName } from "./names.js";

/** Draws the button that says who one is, and lets one be somebody else. */
export class PersonSwitch {
  /**
   * @param {import("./world.js").World} world
   * @param {(id: number) => void} become
   */
  constructor(world, become) {
    this.world = world;
    this.become = become;
    this.button = document.getElementById("person");
    this.button.addEventListener("click", () => this.#choose());
    world.on(["loaded"], () => this.#draw());
  }

  #draw() {
    const { person } = this.world;
    this.button.disabled = false;
    this.button.setAttribute(
      "aria-label",
      `You are ${person.first_name}, ${about(person)}. Be somebody else`,
    );
    this.button.replaceChildren(
      avatar(person.first_name, person.id, "small"),
      element(
        "span",
        { class: "person-about" },
        element("span", { class: "person-name", dir: "auto" }, person.first_name),
        " ",
        element("span", { class: "person-role" }, about(person)),
      ),
      icon("chevron"),
    );
  }

  #choose() {
    const items = [...this.world.people.values()].map((person) => ({
      label: person.first_name,
      detail: about(person),
      picture: avatar(person.first_name, person.id, "small"),
      checked: person.id === this.world.me,
      act: () => this.become(person.id),
    }));
    openMenu("Be", items, below(this.button), this.button);
  }
}

function about(person) {
  const role = person.admin ? "admin" : "reader";
  return person.language_code ? `${role} · ${languageName(person.language_code)}` : role;
}
