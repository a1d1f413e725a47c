"""A small interview, as people write a knowledge file."""

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


def saved(versions: Versions, text: str = HARBOUR) -> None:
    """Save the file by hand."""
    versions.path.write_bytes(text.encode())


def text_of(versions: Versions) -> str:
    return versions.path.read_bytes().decode()


def interview_of(versions: Versions) -> Interview:
    return read_interview(versions.path)


def history(versions: Versions) -> list[tuple[str, str]]:
    """Return who changed what, the newest first; nothing that is kept is damaged."""
    kept = versions.kept()
    assert kept.problems == ()
    return [(one.who, one.what) for one in kept.versions]
