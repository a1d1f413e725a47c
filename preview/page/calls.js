/** What the bots sent: each call of the Bot API with its answer, for developers. */

import { arrange, element, icon } from "./dom.js";
import { isoTime } from "./times.js";

const KEPT = "local-telegram-calls";
const NEAR = 40;
const LONGEST_LINE = 160;

/** Draws the pane and opens and closes it. */
export class Calls {
  #drawn = new Map();

  /** @param {import("./world.js").World} world */
  constructor(world) {
    this.world = world;
    this.pane = document.getElementById("calls");
    this.list = document.getElementById("call-list");
    this.button = document.getElementById("show-calls");
    this.button.addEventListener("click", () => this.#show(this.pane.hidden));
    document.getElementById("close-calls").addEventListener("click", () => {
      this.#show(false);
      this.button.focus();
    });
    this.pane.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") document.getElementById("close-calls").click();
    });
    world.on(["loaded", "call"], () => this.#draw());
    this.#show(localStorage.getItem(KEPT) === "open");
  }

  #show(open) {
    this.pane.hidden = !open;
    document.body.classList.toggle("with-calls", open);
    this.button.setAttribute("aria-expanded", String(open));
    localStorage.setItem(KEPT, open ? "open" : "closed");
    if (open) {
      this.#draw();
      this.list.scrollTop = this.list.scrollHeight;
    }
  }

  #draw() {
    if (this.pane.hidden) return;
    const following = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
    const several = this.world.bots.size > 1;
    const calls = this.world.calls;
    const nodes = calls.map((call) => this.#drawn.get(call.id) ?? this.#row(call, several));
    this.#drawn = new Map(calls.map((call, index) => [call.id, nodes[index]]));
    arrange(this.list, nodes);
    document.getElementById("no-calls").hidden = calls.length > 0;
    if (following) this.list.scrollTop = this.list.scrollHeight;
  }

  #row(call, several) {
    const refused = !call.answer.ok;
    const bot = several && this.world.bots.get(call.bot_id);
    const parameters = JSON.stringify(call.parameters);
    const inside = element("div", { class: "call-inside" });
    const details = element(
      "details",
      { class: refused ? "refused" : null },
      element(
        "summary",
        {},
        element(
          "span",
          { class: "call-head" },
          icon("chevron"),
          element("span", { class: "call-method" }, call.method),
          refused && element("span", { class: "call-refused" }, `refused ${call.answer.error_code}`),
          bot && element("span", { class: "call-bot" }, `@${bot.username}`),
          element("time", { datetime: isoTime(call.date) }, new Date(call.date * 1000).toLocaleTimeString()),
        ),
        element("code", { class: "call-line" }, refused ? call.answer.description : shortened(parameters)),
      ),
      inside,
    );
    // Most calls are never opened, so what is inside is written only then.
    details.addEventListener("toggle", () => {
      if (!inside.hasChildNodes()) inside.append(...parts(call));
      if (details.open) details.scrollIntoView({ block: "nearest" });
    });
    return element("li", {}, details);
  }
}

function parts({ parameters, answer }) {
  return [
    element("h3", {}, "Parameters"),
    element("pre", { tabindex: "0" }, JSON.stringify(parameters, null, 2)),
    element("h3", {}, "Answer"),
    element("pre", { tabindex: "0" }, JSON.stringify(answer, null, 2)),
  ];
}

function shortened(line) {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
