"""A knowledge file that somebody begins: the facts are there, the exchanges are to come."""

from dataclasses import dataclass

from knowledge.knowledge_file import as_yaml

# A text to be filled in is never one that could be served as anybody's words by mistake.
_EXCHANGES = """\
exchanges:
# Here come the questions and answers, word for word. An exchange is written like the lines below:
# take the first '#' of each away and write behind the colons; the answer stands below its '|',
# indented by six spaces, with an empty line between paragraphs. The next exchange follows it.
#  - id:           # may stay empty: 'run_bot.py check --fix' makes one of the question
#    question:     # as it was asked
#    also_asked:   # other ways readers put it, one a line, each beginning with a '-'; never shown
#    topics:       # what it is about, likewise
#    answer: |     # as it was said
"""


@dataclass(frozen=True)
class Fact:
    """What is asked of an interview before its exchanges.

    Attributes:
        name: of the field.
        asked: how it is asked for.
        needed: whether an interview can't be without it.
    """

    name: str
    asked: str
    needed: bool = False


# Of the interview, and of who answers in it, in the order of the file.
FACTS = (
    Fact("id", "A short name that links will carry", needed=True),
    Fact("title", "Published title"),
    Fact("outlet", "Outlet, as it calls itself"),
    Fact("name", "Who answers", needed=True),
    Fact("role", "Their office or trade"),
    Fact("published", "Published on (2025, 2025-12 or 2025-12-31)"),
    Fact("url", "Address of the page"),
    Fact("language", "Language that was spoken", needed=True),
)


def begun_as_yaml(facts: dict[str, str]) -> str:
    """Return the text of a knowledge file that has these facts, and an exchange to fill in.

    ``check`` accepts each of the facts, and refuses the file until there is an exchange.
    """
    known = {fact.name: facts.get(fact.name) or None for fact in FACTS}
    person = {name: known.pop(name) for name in ("name", "role")}
    fields: dict[str, object] = {}
    for name, value in known.items():
        if name == "published":
            fields["interviewee"] = person
        fields[name] = value
    return as_yaml({**fields, "introduction": None}) + _EXCHANGES
