"""Interviews that matchers are asked about."""

from itertools import product

from knowledge.interview import Exchange, Interview, Person
from knowledge.knowledge_file import read_interview
from tests.conftest import FEDOROV

INTERVIEW = read_interview(FEDOROV)
HARBOUR = Interview(
    id="harbour",
    interviewee=Person(name="Ada"),
    exchanges=(
        Exchange(
            id="why",
            question="Why did you build the harbour at Whitby?",
            answer="Because the fishing boats needed shelter from the storms.",
        ),
        Exchange(
            id="money",
            question="Who paid for the lighthouse?",
            answer="The town did, with a tax on herring.",
        ),
    ),
)
FARM = Interview(
    id="farm",
    interviewee=Person(name="Ada"),
    exchanges=(
        Exchange(
            id="illness",
            question="What did the doctor say about your illness?",
            answer="She told me to rest for a month and to drink a lot of water.",
        ),
        Exchange(
            id="money",
            question="Who paid for the lighthouse?",
            answer="The town did, with a tax on herring.",
        ),
        Exchange(
            id="storm",
            question="How did you survive the storm?",
            answer="We tied the ship to the rocks and prayed until morning.",
        ),
        Exchange(
            id="children",
            question="Are your children proud of you?",
            answer="My daughter is; my son would rather have a father who cooks.",
        ),
        Exchange(
            id="retirement",
            question="When will you retire?",
            answer="Never. I will work until I drop.",
        ),
    ),
)
TOWNS = [
    "".join(parts)
    for parts in product(("kor", "bal", "ter", "mun", "vis"), "aeiou", "bdfgklmnprst")
]
CROWD = Interview(
    id="crowd",
    interviewee=Person(name="A"),
    exchanges=(
        *(
            Exchange(id=town, question=f"What do you know of {town}?", answer=f"{town} is a town.")
            for town in TOWNS[:150]
        ),
        *FARM.exchanges,
        *(
            Exchange(id=town, question=f"Have you been to {town}?", answer=f"I never saw {town}.")
            for town in TOWNS[150:]
        ),
    ),
)
ABROAD = Interview(
    id="abroad",
    interviewee=Person(name="Ada"),
    exchanges=(
        Exchange(
            id="why",
            question="Why did you build the harbour at Whitby?",
            also_asked=(
                "what was the harbour good for",
                "зачем нужна была гавань",
                "بندرگاہ کیوں بنائی گئی تھی؟",
                "bandargah kyun banayi gayi thi",
            ),
            answer="Because the fishing boats needed shelter from the storms.",
        ),
        Exchange(
            id="money",
            question="Who paid for the lighthouse?",
            also_asked=(
                "how was the lighthouse funded",
                "кто дал деньги на маяк",
                "روشنی کے مینار کے پیسے کس نے دیے؟",
                "roshni ke minar ke paise kis ne diye",
            ),
            answer="The town did, with a tax on herring.",
        ),
        Exchange(
            id="trade",
            question="Has trade grown since?",
            also_asked=(
                "насколько выросла торговля",
                "تجارت کتنی بڑھ گئی ہے؟",
                "tijarat kitni barh gayi hai",
            ),
            answer="By a third in the first year.",
        ),
    ),
)
