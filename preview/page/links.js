/** Links to bots (https://core.telegram.org/bots/features#deep-linking), which are followed inside the page. */

const HOSTS = new Set(["t.me", "telegram.me", "telegram.dog"]);

/**
 * Read a link to a bot; null where it is any other link.
 *
 * @param {string} address such as `https://t.me/some_bot?start=parameter`
 * @returns {{username: string, parameter: string|null}|null} without a parameter the link only opens the chat
 */
export function botLink(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol === "tg:" && url.host === "resolve") {
    const username = url.searchParams.get("domain");
    return username && { username, parameter: url.searchParams.get("start") };
  }
  const [, username, rest] = url.pathname.split("/");
  if (!HOSTS.has(url.host) || !username || rest || url.searchParams.has("startgroup")) return null;
  return { username, parameter: url.searchParams.get("start") };
}
