"""Names of exchanges, made of the first telling words of their questions."""

import re
import unicodedata
from collections.abc import Container

# What is said most often in questions and would make every id alike.
_EMPTY_WORDS = frozenset(
    """a an and are as at be been by can could did do does for from had has have how if in into is
    it its of on or over should so that the their there these they this to was were what when where
    which who why will with would you your""".split()
)


def new_id(question: str, taken: Container[str]) -> str:
    """Make an id of a question's first telling words, in ASCII; 'question' where it has none."""
    ascii_text = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower().replace(".", "").replace("'", ""))
    telling = [word for word in words if word not in _EMPTY_WORDS][:4]
    name = "-".join(telling)[:40].strip("-") or "question"
    number = 2
    new = name
    while new in taken:
        new = f"{name}-{number}"
        number += 1
    return new
