"""A knowledge file without a fault, in which tests put one."""

# The numbers of its lines are what problems are told by.
SOUND = """\
id: harbour
interviewee: {name: Ada Byron, role: Engineer}
exchanges:
  - id: why
    question: Why did you build the harbour?
    answer: Because ships needed it.
  - id: money
    question: Who paid for the lighthouse?
    also_asked:
      - where did the money come from
      - who gave the funds
    topics: [money]
    answer: |
      The town did.

      All of it.
"""


def sound_but(old: str, new: str) -> str:
    assert SOUND.count(old) == 1
    return SOUND.replace(old, new)
