"""/forget: what is kept of somebody is deleted, on their word and at once."""

from telegram import Update

from bot.asking import place_of, send
from bot.context import Context
from bot.noting import asker_of
from bot.reply import Place, said


async def forget(update: Update, context: Context) -> None:
    """Delete what somebody asked, and in private what was chosen; say whether that is done."""
    message = update.message
    if message is None:
        raise TypeError("this handler is registered for messages only")
    wording = await context.wording_of(update.effective_user)
    asker = asker_of(message)
    if asker is None:
        await send(message, said(wording.nobody_to_forget), context)
        return
    services = context.services
    is_done = await services.journal.forget(services.fingerprints.of_reader(asker.id))
    if place_of(message) is Place.PRIVATE:
        is_done &= await services.replies.forget(message.chat_id)
        is_done &= await services.chats.forget(message.chat_id)
    text = wording.forgotten if is_done else wording.forgotten_soon
    # Of this message nothing is to be remembered either.
    await send(message, said(text), context, answers=False)
