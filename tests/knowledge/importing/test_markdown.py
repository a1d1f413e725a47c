"""Markdown transcripts become exchanges: labels in bold, and nothing of their signs."""

import re
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.found import Imported
from knowledge.importing.imported import import_content, import_source
from knowledge.importing.markdown import is_markdown
from knowledge.importing.refusal import ImportFailedError
from tests.conftest import SHARED

SAMPLE = """\
The harbour was opened in May.

**Ada Byron:** Why did you build the harbour?

**Isambard Brunel:** Because ships needed it.

They had no other.

**Ada Byron:** Who paid for it?

**Isambard Brunel:** The town did.
"""
TRANSCRIPTS = sorted(
    path for path in (SHARED / "interviews").glob("*.md") if "README" not in path.name
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "harbour.md"


def _imported(source: Path, text: str) -> Imported:
    source.write_text(text, encoding="utf-8")
    return import_source(source)


def _asked_and_answered(found: Imported) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.question, one.answer) for one in found.exchanges]


def _said(*turns: str) -> str:
    """Write turns of Ada's and Isambard's, one after the other, as a transcript."""
    names = ("Ada", "Isambard")
    return "\n\n".join(f"**{names[at % 2]}:** {words}" for at, words in enumerate(turns))


def test_who_speaks_first_asks_and_who_then_speaks_most_answers(source: Path) -> None:
    found = _imported(source, SAMPLE)
    assert found.interviewee == "Isambard Brunel"
    assert found.introduction == ("The harbour was opened in May.",)
    assert found.skipped == ()
    assert _asked_and_answered(found) == [
        (
            "Why did you build the harbour?",
            ("Because ships needed it.", "They had no other."),
        ),
        ("Who paid for it?", ("The town did.",)),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (":**", "**:"),
        ("**", "__"),
        (":** ", ":**"),
        (":** ", ":**\n"),
        (":** ", ":**\n\n"),
        ("\n\n", "\n \t\n\n"),
        ("\n", "\r\n"),
        (" the ", "  \n the\t"),
    ],
    ids=[
        "colon outside",
        "underscores",
        "no space after a label",
        "words on a line of their own",
        "an empty line between label and words",
        "several empty lines",
        "CRLF",
        "lines that are broken",
    ],
)
def test_how_labels_and_lines_are_written_makes_no_difference(
    source: Path, old: str, new: str
) -> None:
    found = _imported(source, SAMPLE.replace(old, new))
    assert found == _imported(source, SAMPLE)


def test_turns_on_lines_that_follow_one_another_are_each_their_speakers(source: Path) -> None:
    found = _imported(source, SAMPLE.replace("\n\n**", "\n**").replace("They", "\nThey"))
    assert found == _imported(source, SAMPLE)


def test_a_question_right_under_an_answer_is_not_put_into_the_answerers_mouth(
    source: Path,
) -> None:
    text = _said("Why?", "So.") + "\n**Ada:** Who paid?\n\n**Isambard:** I did."
    found = _imported(source, text)
    assert _asked_and_answered(found) == [("Why?", ("So.",)), ("Who paid?", ("I did.",))]


def test_a_paragraph_without_a_label_goes_on_with_the_turn_before_it(source: Path) -> None:
    found = _imported(
        source, "**Ada:** It is May.\n\nSo why?\n\n**Isambard:** So.\n\nAnd so.\n\nYes."
    )
    assert _asked_and_answered(found) == [("It is May. So why?", ("So.", "And so.", "Yes."))]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I\\'m here \\- with \\*it\\*.", "I'm here - with *it*."),
        ("a \\[sic\\] slip \\\\ there", "a [sic] slip \\ there"),
        ("It&#39;s &quot;new&quot; &amp; good &gt; bad", 'It\'s "new" & good > bad'),
        ("it is written &amp;quot; there", "it is written &quot; there"),
        ("no\\where, C:\\temp", "no\\where, C:\\temp"),
        ("[04:21] We sailed.", "We sailed."),
        ("\\[04:21\\] We sailed.", "We sailed."),
        ("We \\[01:04:21.10\\] sailed. [59:59]", "We sailed."),
        ("the ratio [3:1] and [laughs] stay", "the ratio [3:1] and [laughs] stay"),
        ("a **bold** word, one in _italics_", "a bold word, one in italics"),
        (
            "[a page](https://example.com/a_b) and <https://example.com>",
            "a page and https://example.com",
        ),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("two   spaces\u00a0and a\ttab", "two spaces and a tab"),
    ],
)
def test_words_are_read_without_escapes_entities_and_time_stamps(
    source: Path, written: str, read: str
) -> None:
    found = _imported(source, _said(f"Why? {written}", f"So. {written}"))
    assert _asked_and_answered(found) == [(f"Why? {read}", (f"So. {read}",))]


def test_a_label_is_read_without_them_too(source: Path) -> None:
    text = "**Ada \\& Co&#39;s:** Why?\n\n**Mary:** So.\n\n**Ada & Co's:** Who?\n\n**Mary:** I."
    assert _asked_and_answered(_imported(source, text)) == [("Why?", ("So.",)), ("Who?", ("I.",))]


def test_a_break_without_words_is_skipped_and_the_answer_goes_on(source: Path) -> None:
    text = _said("Why?", "So.") + "\n\n**Break:** \\[14:08\\]\n\n[14:10]\n\nAnd so."
    found = _imported(source, text)
    assert _asked_and_answered(found) == [("Why?", ("So.", "And so."))]
    assert found.skipped == ("Break:",)


def test_a_label_that_another_one_follows_is_skipped(source: Path) -> None:
    found = _imported(source, "**Show:**\n\n" + _said("Why?", "So.") + "\n\n**Ada:**")
    assert _asked_and_answered(found) == [("Why?", ("So.",))]
    assert found.skipped == ("Show:", "Ada:")


@pytest.mark.parametrize("said", ["Yeah.", "Oh, right.", "[laughs]", "\\[12:00\\] Wow...", "Mm-hm"])
def test_an_interjection_is_skipped_and_the_answer_goes_on(source: Path, said: str) -> None:
    found = _imported(source, _said("Why?", "So.", said, "And so.", "Who paid?", "I did."))
    assert _asked_and_answered(found) == [("Why?", ("So.", "And so.")), ("Who paid?", ("I did.",))]
    assert found.skipped == (f"Ada: {said.removeprefix(chr(92) + '[12:00' + chr(92) + '] ')}",)


def test_no_paragraph_of_an_interjection_is_lost(source: Path) -> None:
    found = _imported(source, _said("Why?", "So.", "Yeah.\n\nRight.", "And so."))
    assert _asked_and_answered(found) == [("Why?", ("So.", "And so."))]
    assert found.skipped == ("Ada: Yeah.", "Right.")


@pytest.mark.parametrize("asked", ["Why?", "And you?", "Really? Wow.", "Tell me more."])
def test_a_short_question_is_kept(source: Path, asked: str) -> None:
    found = _imported(source, _said("Who paid?", "I did.", asked, "For fun."))
    assert _asked_and_answered(found) == [("Who paid?", ("I did.",)), (asked, ("For fun.",))]
    assert found.skipped == ()


def test_a_short_word_before_an_answer_is_part_of_the_question(source: Path) -> None:
    text = "**Ada:** Okay.\n\n**Ada:** Why?\n\n**Isambard:** So."
    assert _asked_and_answered(_imported(source, text)) == [("Okay. Why?", ("So.",))]


def test_a_third_speakers_words_are_kept_apart_by_name(source: Path) -> None:
    text = _said("Why?", "So.") + "\n\n**Mary:** Not so.\n\nNot at all.\n\n" + _said("Who?", "I.")
    found = _imported(source, text)
    assert _asked_and_answered(found) == [
        ("Why?", ("Isambard: So.", "Mary: Not so.", "Not at all.")),
        ("Who?", ("Isambard: I.",)),
    ]


@pytest.mark.parametrize("note", ["**Note:** it was late.", "**Update:** and dark."])
def test_a_remark_in_bold_is_no_speaker(source: Path, note: str) -> None:
    found = _imported(source, f"{_said('Why?', 'So.')}\n\n{note}\n\n{note}")
    words = note.replace("*", "")
    assert _asked_and_answered(found) == [("Why?", ("So.", words, words))]


@pytest.mark.parametrize(
    "text",
    [
        "Q: Why?\nLovelace: So.\n",
        "Q: Why?\nLovelace: So, at 3 * 4 * 5 knots.\n",
        "- Why?\n- So.\n",
        "Q: Why #1?\nA: So [laughs] (quietly).\n",
    ],
)
def test_plain_text_is_not_taken_for_markdown(text: str) -> None:
    assert not is_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "Q: Why?\nLovelace: So, and **really** so.\n",
        "# The harbour\n\nQ: Why?\nLovelace: So.\n",
        "Q: Why?\nLovelace: It is [here](https://example.com).\n",
        "Q: Why?\nLovelace: \\[laughs\\] So.\n",
        "The harbour\n===========\n\nQ: Why?\nLovelace: So.\n",
    ],
)
def test_labels_without_bold_are_read_in_markdown_too(source: Path, text: str) -> None:
    assert is_markdown(text)
    found = _imported(source, text)
    assert [one.question for one in found.exchanges] == ["Why?"]
    assert found.interviewee == "Lovelace"


def test_a_name_in_bold_inside_a_paragraph_is_words(source: Path) -> None:
    found = _imported(source, _said("Why?", "So, said **Ada:** loudly."))
    assert _asked_and_answered(found) == [("Why?", ("So, said Ada: loudly.",))]


@pytest.mark.parametrize("text", ["**Ada:** Why?", "**Ada:**\n\n**Isambard:**", "**Ada:** **B:**"])
def test_labels_without_an_answer_are_no_interview(source: Path, text: str) -> None:
    with pytest.raises(ImportFailedError, match="It was read as Markdown"):
        _imported(source, text)


def _words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def _kept(found: Imported) -> Counter[str]:
    asked = [one.question for one in found.exchanges]
    answered = [paragraph for one in found.exchanges for paragraph in one.answer]
    return _words(*found.introduction, *asked, *answered, *found.skipped)


_turns = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Isambard", "Mary", ""]),
        st.lists(st.sampled_from(["Why {}?", "So {}.", "Yeah{}.", "[12:34]", ""]), max_size=3),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(_turns)
def test_no_word_of_any_transcript_is_lost_or_added(
    tmp_path_factory: pytest.TempPathFactory, turns: list[tuple[str, list[str]]]
) -> None:
    written = [_said("Why?", "So.")]
    for number, (name, paragraphs) in enumerate(turns):
        # Each paragraph has its own number, so that none can stand in for another.
        words = [text.format(f"{number}-{at}") for at, text in enumerate(paragraphs)]
        written += [f"**{name}:** {words[0] if words else ''}" if name else "", *words[1:]]
    text = "\n\n".join(written)
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_text(text, encoding="utf-8")
    kept = _kept(import_source(path))
    numbered = Counter(word for word in _words(text) if re.search(r"\d-\d", word))
    assert numbered - kept == Counter()
    assert set(kept) - set(_words(text.replace("*", ""))) == set()


@pytest.mark.skipif(not TRANSCRIPTS, reason=f"{SHARED / 'interviews'} is not there")
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_every_word_of_a_long_conversation_is_accounted_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    label = re.compile(r"^\*\*([^*]+):\*\*", re.MULTILINE)
    stamp = re.compile(r"\\\[(?:\d+:)?\d+:\d\d(?:\.\d+)?\\\]")
    read = unescape(re.sub(r"\\(?=[^\w\s])", "", stamp.sub("", label.sub("", text))))
    found = import_source(path)
    # Of what is skipped the label is named too.
    speakers = "|".join(set(label.findall(text)))
    skipped = [re.sub(f"^(?:{speakers}):", "", line) for line in found.skipped]
    spoken = found.__class__(**{**vars(found), "skipped": tuple(skipped)})
    assert _kept(spoken) == _words(read)
    assert len(found.exchanges) > 10
    assert found.interviewee != label.findall(text)[0]


def test_words_of_links_are_read_whose_addresses_stand_elsewhere() -> None:
    found = import_content(
        b"**Who paid?**\n\nThe [town][1] did, in [May][], at [noon]; [I] and [you][2] did not.\n\n"
        b'[1]: https://a.example/town "The town"\n[may]: <https://a.example/may>\n\n'
        b"**Why?**\n\nFor *ships*.\n\n[noon]: /noon\n",
        "links",
    )
    assert [(one.question, one.answer) for one in found.exchanges] == [
        ("Who paid?", ("The town did, in May, at noon; [I] and [you][2] did not.",)),
        ("Why?", ("For ships.",)),
    ]
    assert found.skipped == (
        '[1]: https://a.example/town "The town"',
        "[may]: <https://a.example/may>",
        "[noon]: /noon",
    )


def test_names_in_brackets_are_labels_and_no_addresses() -> None:
    found = import_content(
        b"# Port\n\n[Ada]: Why?\n\n[Ben]: So.\n\n[Ada]: ...\n\n[Ben]: ...\n\n"
        b"[Ada]: How?\n\n[Ben]: /.\n",
        "port",
    )
    assert [one.answer for one in found.exchanges] == [("So.", "..."), ("/.",)]
