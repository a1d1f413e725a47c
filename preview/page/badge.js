/** How many messages are new somewhere. */

import { element } from "./dom.js";

/** Draw the number, or nothing where there is none. */
export function badge(unread) {
  if (!unread) return "";
  return element(
    "span",
    { class: "badge" },
    String(unread),
    element("span", { class: "for-screen-readers" }, " new"),
  );
}
