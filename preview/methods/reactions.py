"""How a bot reacts to messages."""

from preview.errors import bad_request
from preview.methods.table import Request, method
from preview.parameters import Fields
from preview.reactions import set_reactions


@method("setMessageReaction", "chat_id message_id reaction is_big")
async def set_message_reaction(request: Request) -> bool:
    """React to a message, or take the reaction back."""
    message = request.message("react")
    emoji = [_emoji(one) for one in request.parameters.structures("reaction")]
    set_reactions(request.telegram, message, request.account.user, emoji)
    return True


def _emoji(reaction: Fields) -> str:
    match reaction.text("type", None):
        case "emoji":
            return reaction.text("emoji", None)
        case "custom_emoji" | "paid":
            # A bot may react so only where an administrator has allowed it, or somebody has before.
            raise bad_request("REACTION_INVALID")
        case _:
            raise reaction.refusal("invalid reaction type specified")
