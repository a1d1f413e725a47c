"""Three small interviews with people who don't exist, and an archive of any number of them."""

from collections.abc import Iterable
from pathlib import Path

from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import interview_as_yaml

LOVELL = Interview(
    id="lovell",
    title="The harbour years",
    outlet="Harbour Times",
    interviewee=Person(name="Ada Lovell", role="Harbour master"),
    published="2021-03",
    introduction="Ada Lovell has kept the harbour of Whitcombe for thirty years.",
    exchanges=(
        Exchange(
            id="storm",
            question="Why did you build the new harbour wall?",
            topics=("The sea",),
            answer="The fishing boats needed shelter from the winter storms.",
        ),
        Exchange(
            id="money",
            question="Who paid for the lighthouse?",
            topics=("Money",),
            answer="The town council did, with a tax on herring.",
        ),
        *(
            Exchange(
                id=f"boat-{number}",
                question=f"What became of the {name} boat?",
                answer=f"The {name} boat was sold to a museum further up the coast.",
            )
            for number, name in enumerate(("yellow", "crimson", "violet", "turquoise"), 1)
        ),
    ),
)
NORWOOD = Interview(
    id="norwood",
    outlet="Hill.tv",
    interviewee=Person(name="Bea Norwood"),
    published="2024-05-02",
    exchanges=(
        Exchange(
            id="flour",
            question="Where does your bakery get its flour?",
            answer="From the old water mill, two valleys away.",
        ),
        Exchange(
            id="council",
            question="Who paid for the bakehouse?",
            topics=("Money",),
            answer="My grandmother did, with a loan on her farm.",
        ),
    ),
)
DUNMORE = Interview(
    id="dunmore",
    interviewee=Person(name="Carl Dunmore"),
    exchanges=(
        Exchange(
            id="honey",
            question="How much honey do your bees make in a summer?",
            answer="About forty jars, when the clover is good.",
        ),
    ),
)
SEVERAL = (LOVELL, NORWOOD, DUNMORE)


def written(interviews: Iterable[Interview], folder: Path) -> Path:
    """Write a knowledge file for each interview; return the folder."""
    folder.mkdir(exist_ok=True)
    for one in interviews:
        (folder / f"{one.id}.yaml").write_text(interview_as_yaml(one), encoding="utf-8")
    return folder


def archive(count: int) -> list[Interview]:
    """Return so many interviews, each with somebody of its own name about a stone of its own."""
    return [
        Interview(
            id=f"interview-{number}-{'long' * 12}"[:64],
            outlet="Stone Weekly",
            interviewee=Person(name=f"Quill {_in_letters(number)}"),
            published=str(1900 + number % 120),
            exchanges=(
                Exchange(
                    id="stone",
                    question=f"Where did you find stone number {number}?",
                    answer=f"In field {number}, under a hedge.",
                ),
            ),
        )
        for number in range(count)
    ]


def sold(number: int, thing: str, answer: str = "It was too old.") -> Interview:
    """Return an interview with somebody who sold a thing; its file is the ``number``-th by name."""
    return Interview(
        id=f"about-{number:02}",
        interviewee=Person(name=f"Quill {thing.title()}son"),
        exchanges=(
            Exchange(
                id="why",
                question=f"Why did you sell your {thing}?",
                answer=f"{answer} Nobody had any use for a {thing}.",
            ),
            Exchange(
                id="cost",
                question=f"Do you remember what the {thing} had cost?",
                answer="Nobody knows.",
            ),
        ),
    )


def _in_letters(number: int) -> str:
    return "Zo" + "".join("bdfgklmnrt"[int(digit)] + "a" for digit in f"{number:04}")
