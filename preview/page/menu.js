/** A menu that pops up at a place: arrow keys move in it, Escape closes it, focus goes back where it was. */

import { element, icon } from "./dom.js";

const MARGIN = 8;

/**
 * @typedef {{label: string, icon?: string, picture?: Node, detail?: string, checked?: boolean, danger?: boolean,
 *   inRow?: boolean, act: () => void}} MenuItem `checked` makes it a choice among others; `inRow` puts it into
 *   the row on top, shown by its picture alone
 */

/**
 * Open a menu.
 *
 * @param {string} label
 * @param {MenuItem[]} items
 * @param {{x: number, y: number}} place of the menu's corner, on the screen
 * @param {Element} [opener] whose `aria-expanded` follows the menu
 */
export function openMenu(label, items, place, opener) {
  const before = document.activeElement;
  const menu = element("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" });
  const row = items.filter(({ inRow }) => inRow);
  if (row.length) {
    menu.append(element("div", { class: "menu-row", role: "group" }, ...row.map((item) => menuItem(item, menu))));
  }
  menu.append(...items.filter(({ inRow }) => !inRow).map((item) => menuItem(item, menu)));
  menu.addEventListener("keydown", (event) => moveFocus(event, [...menu.querySelectorAll("button")]));
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "closed") return;
    opener?.setAttribute("aria-expanded", "false");
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (hadFocus) (opener ?? before)?.focus?.();
  });
  document.body.append(menu);
  menu.showPopover();
  opener?.setAttribute("aria-expanded", "true");
  put(menu, place);
  (menu.querySelector("[aria-checked=true]") ?? menu.querySelector("button")).focus();
}

/** Where a menu of a button belongs: below it, at its start. */
export function below(button) {
  const { left, bottom } = button.getBoundingClientRect();
  return { x: left, y: bottom + 4 };
}

function menuItem(item, menu) {
  const isChoice = item.checked !== undefined;
  return element(
    "button",
    {
      type: "button",
      role: isChoice ? "menuitemradio" : "menuitem",
      "aria-checked": isChoice ? String(item.checked) : null,
      "aria-label": item.inRow ? item.label : null,
      tabindex: "-1",
      class: item.danger ? "danger" : null,
      onclick: () => {
        menu.hidePopover();
        item.act();
      },
    },
    item.picture ?? (item.icon && icon(item.icon)),
    !item.inRow && element("span", { class: "menu-label" }, item.label),
    item.detail && element("span", { class: "menu-detail" }, item.detail),
    isChoice && !item.inRow && item.checked && icon("check"),
  );
}

function moveFocus(event, buttons) {
  const at = buttons.indexOf(document.activeElement);
  const last = buttons.length - 1;
  const to = {
    ArrowDown: at === last ? 0 : at + 1,
    ArrowRight: at === last ? 0 : at + 1,
    ArrowUp: at <= 0 ? last : at - 1,
    ArrowLeft: at <= 0 ? last : at - 1,
    Home: 0,
    End: last,
  }[event.key];
  if (event.key === "Tab") event.currentTarget.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  buttons[to].focus();
}

function put(menu, { x, y }) {
  const { width, height } = menu.getBoundingClientRect();
  const left = Math.min(x, innerWidth - width - MARGIN);
  const top = y + height + MARGIN > innerHeight ? Math.max(innerHeight - height - MARGIN, MARGIN) : y;
  menu.style.left = `${Math.max(left, MARGIN)}px`;
  menu.style.top = `${top}px`;
}
