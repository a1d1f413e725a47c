"""A small interview, as people write a knowledge file."""

from knowledge.deed import Act, Counts, Deed, Wordings
from knowledge.interview import Interview
from knowledge.knowledge_file import read_interview
from knowledge.versions import Versions

ID = "harbour"
HARBOUR = """\
# As published.
id: harbour
outlet: The Pilot
interviewee: {name: Ada Byron}
exchanges:
  - id: why   # the first
    question: "Why did you build the harbour?"
    answer: |
      Because ships needed it in every storm.

  # About money.
  - id: money
    question: Who paid for the lighthouse?
    also_asked:
      - where did the money come from   # on tape
      - 'who gave the funds'

    topics: [money]
    answer: The town did, with a tax on herring.
  - id: keeper
    question: Who keeps it today?
    answer: My sister Nell does.
"""


def changed(old: str, new: str, text: str = HARBOUR) -> str:
    """Return the interview with something else in one place."""
    assert text.count(old) == 1
    return text.replace(old, new)


# What was done to the file.
FOUND = Deed(act=Act.FOUND)
SOMETHING = Deed(text="something")
CHANGED = Deed(act=Act.PUBLISHED, counts=Counts(changed=1))
CHANGED_BY_HAND = Deed(act=Act.SAVED, counts=Counts(changed=1))


def brought_back(number: int) -> Deed:
    return Deed(act=Act.BROUGHT_BACK, number=number)


def of_wording(act: Act, exchange: str, wording: str) -> Deed:
    return Deed(act=act, wordings=(Wordings(exchange=exchange, wordings=(wording,)),))


def saved(versions: Versions, text: str = HARBOUR) -> None:
    """Save the file by hand."""
    versions.path.write_bytes(text.encode())


def text_of(versions: Versions) -> str:
    return versions.path.read_bytes().decode()


def interview_of(versions: Versions) -> Interview:
    return read_interview(versions.path)


def history(versions: Versions) -> list[tuple[str, Deed]]:
    """Return who changed what, the newest first; nothing that is kept is damaged."""
    kept = versions.kept()
    assert kept.problems == ()
    return [(one.who, one.what) for one in kept.versions]
