/** Files that were chosen, pasted or dropped, and wait to be sent. */

import { element, icon, iconButton } from "./dom.js";
import { sizeInWords } from "./sizes.js";

/** Keeps the files and shows them above the text field. */
export class Attachments {
  /** @type {File[]} */
  files = [];

  /**
   * @param {HTMLElement} form the composer, onto which files can be pasted
   * @param {HTMLElement} chat onto which they can be dropped
   * @param {() => void} changed
   */
  constructor(form, chat, changed) {
    this.changed = changed;
    this.list = document.getElementById("attachments");
    const input = document.getElementById("file");
    document.getElementById("attach").addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.add(input.files);
      input.value = "";
    });
    form.addEventListener("paste", (event) => {
      if (!event.clipboardData.files.length) return;
      event.preventDefault();
      this.add(event.clipboardData.files);
    });
    watchForDrops(chat, (files) => !form.hidden && this.add(files));
  }

  add(files) {
    this.files.push(...files);
    this.#draw();
  }

  /** Return the files, which wait no more. */
  take() {
    const taken = this.files;
    this.files = [];
    this.#draw();
    return taken;
  }

  #draw() {
    this.list.hidden = this.files.length === 0;
    this.list.replaceChildren(...this.files.map((file) => this.#item(file)));
    this.changed();
  }

  #item(file) {
    const remove = () => {
      this.files = this.files.filter((one) => one !== file);
      this.#draw();
    };
    return element(
      "li",
      { class: "attachment" },
      thumbnail(file),
      element("span", { class: "attachment-name", dir: "auto" }, file.name),
      element("span", { class: "attachment-size" }, sizeInWords(file.size)),
      iconButton("close", `Remove ${file.name}`, { onclick: remove }),
    );
  }
}

function thumbnail(file) {
  if (!file.type.startsWith("image/")) return icon("file");
  const address = URL.createObjectURL(file);
  const picture = element("img", { src: address, alt: "", width: 32, height: 32 });
  picture.addEventListener("load", () => URL.revokeObjectURL(address));
  return picture;
}

function watchForDrops(target, dropped) {
  const hasFiles = (event) => event.dataTransfer.types.includes("Files");
  target.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    target.classList.add("dropping");
  });
  target.addEventListener("dragleave", (event) => {
    if (!target.contains(event.relatedTarget)) target.classList.remove("dropping");
  });
  target.addEventListener("drop", (event) => {
    target.classList.remove("dropping");
    if (!hasFiles(event)) return;
    event.preventDefault();
    dropped(event.dataTransfer.files);
  });
}
