/** The page begins here: what is known, what one can do, and the views, put together. */

import { Acts } from "./acts.js";
import { readAddress, writeAddress } from "./address.js";
import { Api } from "./api.js";
import { Calls } from "./calls.js";
import { ChatHeader } from "./chat_header.js";
import { ChatList } from "./chat_list.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Live } from "./live.js";
import { PersonSwitch } from "./people.js";
import { themeSwitch } from "./theme.js";
import { toast } from "./toasts.js";
import { World } from "./world.js";

const narrow = matchMedia("(max-width: 720px)");
const touch = matchMedia("(pointer: coarse)");

const world = new World();
const acts = new Acts(world, new Api(null));
const chatList = new ChatList(world, acts);
new ChatHeader(world, acts);
new Conversation(world, acts);
const composer = new Composer(world, acts);
new PersonSwitch(world, become);
new Calls(world);
themeSwitch(document.getElementById("theme"));

let live = null;

/** Follow what happens as one of the people. */
function become(id) {
  live?.end();
  const api = new Api(id);
  acts.api = api;
  live = new Live(api, {
    load: (state) => {
      const { chat, topic } = readAddress();
      const isFirst = world.me !== state.me;
      const open = world.openKey;
      world.load(state);
      if (isFirst) show(chat ?? (narrow.matches ? null : firstChat()), topic, false);
      else if (open !== world.openKey) show(null, null, false);
    },
    happened: (kind, event) => world.happened(kind, event),
    connected: (is) => world.setConnected(is),
  });
}

function firstChat() {
  return world.chats.keys().next().value ?? null;
}

/** Show a chat, or the list alone, and keep that in the page's address. */
function show(key, topic, isStep) {
  world.open(key, topic);
  document.body.dataset.view = world.chat ? "chat" : "list";
  document.getElementById("chat").hidden = !world.chat;
  document.getElementById("no-chat").hidden = Boolean(world.chat);
  document.title = world.chat ? `${world.chat.title} · local Telegram` : "Local Telegram";
  writeAddress({ me: world.me, chat: world.openKey, topic: world.openTopic }, isStep);
}

acts.addEventListener("go", ({ detail: { key, topic } }) => {
  const left = world.openKey;
  const sameChat = key === left;
  show(key, topic, narrow.matches);
  if (!key) chatList.focus(left);
  else if (touch.matches) document.getElementById("chat-title").focus();
  else if (!sameChat) composer.focus();
});

addEventListener("popstate", () => {
  const { me, chat, topic } = readAddress();
  if (me !== world.me && world.people.has(me)) become(me);
  else show(chat, topic, false);
});

world.on(["connection"], () => {
  document.getElementById("connection").hidden = world.connected;
});

/** Begin as whoever the address names, or as the first person whom the server knows. */
async function begin() {
  const { me, chat } = readAddress();
  // Before anything is known: where a chat will be shown, the list does not come first.
  document.body.dataset.view = chat ? "chat" : "list";
  document.getElementById("chat").hidden = !chat;
  for (const id of [me, null]) {
    try {
      become((await new Api(id).state()).me);
      return;
    } catch (error) {
      if (id === null) toast(error.message, "error");
    }
  }
  setTimeout(begin, 2000);
}

begin();
