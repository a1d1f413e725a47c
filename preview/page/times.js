/** Dates and times of the Bot API (Unix time, in seconds) as people read them. */

const DAY = 86_400_000;

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** The time today, else the weekday within a week, else the date: as a chat list has it. */
export function brief(seconds) {
  const age = daysAgo(seconds);
  if (age === 0) return clock(seconds);
  const format = age < 7 ? { weekday: "short" } : { day: "numeric", month: "short" };
  return new Date(seconds * 1000).toLocaleDateString([], format);
}

/** A day, as the line between messages has it. */
export function day(seconds) {
  const age = daysAgo(seconds);
  if (age === 0) return "Today";
  if (age === 1) return "Yesterday";
  return new Date(seconds * 1000).toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" });
}

export function isoTime(seconds) {
  return new Date(seconds * 1000).toISOString();
}

function daysAgo(seconds) {
  return Math.round((midnight(new Date()) - midnight(new Date(seconds * 1000))) / DAY);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
