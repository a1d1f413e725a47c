/** Short notes that go away by themselves; what a bot answers to a press, and what went wrong. */

import { element } from "./dom.js";

const SHOWN_FOR = 4000;
const READING_SPEED = 50;

const region = () => document.getElementById("toasts");

/**
 * Show a note. Longer ones stay longer; none goes while the pointer is on it.
 *
 * @param {string} text
 * @param {"note"|"error"} [kind]
 */
export function toast(text, kind = "note") {
  const note = element("p", { class: `toast ${kind}`, dir: "auto" }, text);
  let timer = 0;
  const wait = () => (timer = setTimeout(() => note.remove(), SHOWN_FOR + text.length * READING_SPEED));
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", wait);
  note.addEventListener("click", () => note.remove());
  region().append(note);
  wait();
}

/**
 * Do something with the server, and say so where it is refused.
 *
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T|null>} null where it was refused
 */
export async function attempt(promise) {
  try {
    return await promise;
  } catch (error) {
    toast(error.message, "error");
    return null;
  }
}

/** Show a text until it is confirmed, as `answerCallbackQuery` with `show_alert` asks. */
export function alertDialog(text, from) {
  const confirm = element("button", { class: "button", autofocus: true, value: "ok" }, "OK");
  const dialog = element(
    "dialog",
    { class: "alert", "aria-labelledby": "alert-title", "aria-describedby": "alert-text" },
    element(
      "form",
      { method: "dialog" },
      element("h2", { id: "alert-title" }, from),
      element("p", { id: "alert-text", dir: "auto" }, text),
      element("div", { class: "dialog-buttons" }, confirm),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
