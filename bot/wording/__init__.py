"""Every sentence that the bot itself says, in each language. What was said is never in it.

``en.ftl``, ``ru.ftl`` and ``ur.ftl`` hold the sentences, in the syntax of
https://projectfluent.org/fluent/guide/; ``Wording`` is how the rest of the bot gets at them. The
files of other languages hold the one line for readers who ask in them.
"""

from bot.wording.catalogue import closed, untranslated
from bot.wording.wording import ENGLISH, LANGUAGES, Wording, wording_for

__all__ = ["ENGLISH", "LANGUAGES", "Wording", "closed", "untranslated", "wording_for"]
