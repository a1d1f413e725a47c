"""/language: in which language the bot speaks to somebody."""

from telegram import Update

from bot.asking import send
from bot.browsing import unknown_button
from bot.context import Context
from bot.listing import language_list
from bot.pressing import carried, place_of_press, press_of, toasted, turned_into
from bot.reply import Place, said
from bot.wording import LANGUAGES, wording_for


async def language(update: Update, context: Context) -> None:
    """Offer the languages that the bot speaks."""
    message = update.message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    wording = await context.wording_of(update.effective_user)
    await send(message, language_list(wording), context)


async def choose_language(update: Update, context: Context) -> None:
    """Speak another language from now on, to whoever pressed its button, wherever they write.

    In a chat of many the buttons stay, for the others in it.
    """
    query = press_of(update)
    (tag,) = carried(context)
    if tag not in LANGUAGES:
        await unknown_button(update, context)
        return
    wording = wording_for(tag)
    is_kept = await context.services.chats.speak(query.from_user.id, wording.language)
    text = wording.language_chosen
    if not is_kept:
        text = f"{text} {wording.may_be_forgotten}"
    await toasted(query, text)
    if place_of_press(query) is Place.PRIVATE:
        await turned_into(query, said(text))
