"""How the person who is asked is named, where the labels leave it open."""

from pathlib import Path

import pytest

from knowledge.importing.imported import import_source

_LETTERS = "Q: Why?\nA: Because of the rain.\n\nQ: Who?\nA: My aunt.\n"


def _interviewee(folder: Path, text: str) -> str | None:
    source = folder / "interview.txt"
    source.write_text(text, encoding="utf-8")
    return import_source(source).interviewee


@pytest.mark.parametrize(
    ("above", "name"),
    [
        ("Ada Byron: ‘I never learned to stop’", "Ada Byron"),
        ("«Das Wasser fragt nicht» – Erika Muster über Deiche", "Erika Muster"),
        ("Ада Примерова: «Колокол нельзя торопить»", "Ада Примерова"),
        ("Marie Modèle\u00a0: «\u00a0Rien ne presse\u00a0»", "Marie Modèle"),
        ("Interview mit dem Präsidenten des Amts, Max Muster", "Max Muster"),
        ("Five minutes with Ada Byron, who winds clocks", "Ada Byron"),
        ("Guest: Ada Byron\nDate: 3 May", "Ada Byron"),
    ],
)
def test_a_line_above_the_interview_names_who_is_asked(
    tmp_path: Path, above: str, name: str
) -> None:
    assert _interviewee(tmp_path, f"{above}\n\n{_LETTERS}") == name


def test_who_stands_in_the_headline_and_in_the_introduction_is_asked(tmp_path: Path) -> None:
    headline = "Ferry captain Ada Byron on the last winter"
    introduction = "Nobody knows the strait as Ada Byron does. She told us of it."
    assert _interviewee(tmp_path, f"{headline}\n\n{introduction}\n\n{_LETTERS}") == "Ada Byron"


@pytest.mark.parametrize(
    "above",
    [
        "Life in Port Example\n\nIt is quiet in Port Example. We asked why.",
        "Lamps and time\nWords by Ada Byron\n\nWhy Ada Byron asked is not known.",
        "Интервью Ады Примеровой: «Колокол нельзя торопить»",
        "Ada Byron and Ben Example: ‘We never stop’",
    ],
)
def test_a_place_an_author_a_bent_name_and_two_names_name_nobody(
    tmp_path: Path, above: str
) -> None:
    assert _interviewee(tmp_path, f"{above}\n\n{_LETTERS}") is None


@pytest.mark.parametrize(
    ("introduction", "label", "name"),
    [
        ("The keeper of the lamp is called Ada Byron.", "Byron", "Ada Byron"),
        ("Im Gespräch: der Uhrmacher Max Muster.", "Muster", "Max Muster"),
        ("We asked Dr. Byron of the lamp.", "Byron", "Byron"),
        ("The lamps of Ada Byron and Ben Byron are lit.", "Byron", "Byron"),
        ("When Ada Byron lit the lamp, it was late.", "Ada", "Ada Byron"),
    ],
)
def test_a_label_of_one_name_is_spelt_out_as_the_introduction_has_it(
    tmp_path: Path, introduction: str, label: str, name: str
) -> None:
    talk = _LETTERS.replace("A:", f"{label}:").replace("Q:", "The Lamp:")
    assert _interviewee(tmp_path, f"{introduction}\n\n{talk}") == name


def test_entries_above_a_transcript_are_no_turns_and_name_whom_initials_stand_for(
    tmp_path: Path,
) -> None:
    source = tmp_path / "tape.txt"
    entries = "Interviewee: Captain Placeholder\nInterviewer: Volunteer 3\nRecorded: 4 May"
    talk = "INT: What was it called?\nCP: Biscuit.\nINT: Tell me of the wall.\nCP: Which one?\n"
    source.write_text(f"{entries}\n\n{talk}", encoding="utf-8")
    found = import_source(source)
    assert found.interviewee == "Captain Placeholder"
    assert [(one.question, one.answer) for one in found.exchanges] == [
        ("What was it called?", ("Biscuit.",)),
        ("Tell me of the wall.", ("Which one?",)),
    ]
    assert "Interviewer: Volunteer 3" in found.skipped


def test_a_first_name_is_spelt_out_as_the_interviewer_says_it(tmp_path: Path) -> None:
    talk = "Jo: Ada Byron, why the lamp?\nAda: So.\nJo: And who was Ben Byron?\nAda: My aunt.\n"
    assert _interviewee(tmp_path, talk) == "Ada Byron"


@pytest.mark.parametrize("label", ["Speaker 2", "SPEAKER_01", "Unknown Speaker", "Sprecher 2"])
def test_what_a_machine_calls_a_speaker_is_no_name(tmp_path: Path, label: str) -> None:
    talk = _LETTERS.replace("A:", f"{label}:").replace("Q:", "Speaker 1:")
    assert _interviewee(tmp_path, talk) is None
    assert _interviewee(tmp_path, f"An interview with Ada Byron.\n\n{talk}") == "Ada Byron"


def test_speakers_who_are_only_numbered_could_each_be_the_one_who_is_named(tmp_path: Path) -> None:
    talk = "Q: Why?\nSpeaker 2: So.\nSpeaker 3: Not so.\nQ: Who?\nSpeaker 2: I.\nSpeaker 3: I.\n"
    assert _interviewee(tmp_path, f"An interview with Ada Byron.\n\n{talk}") is None
