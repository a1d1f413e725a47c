"""Subtitles become what each speaker says: sentences whole, sounds and cues' marks off."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.importing.document import Document
from knowledge.importing.subtitles import is_subtitles, read_subtitles


def _vtt(*cues: str) -> str:
    timed = (f"00:{at:02}.000 --> 00:{at + 1:02}.000\n{cue}\n" for at, cue in enumerate(cues))
    return "WEBVTT\n\n" + "\n".join(timed)


def _srt(*cues: str) -> str:
    return "\n".join(
        f"{at}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\n{cue}\n"
        for at, cue in enumerate(cues, 1)
    )


def _spoken(document: Document) -> list[tuple[str, str]]:
    return [(one.speaker, one.text) for one in document.paragraphs]


def test_a_sentence_that_is_split_over_cues_is_put_together() -> None:
    found = read_subtitles(_vtt("<v Jo>Why did you", "<v Jo>build\nthe oven?", "<v Ada>To bake."))
    assert _spoken(found) == [("Jo", "Why did you build the oven?"), ("Ada", "To bake.")]
    assert [(one.place, one.timed) for one in found.paragraphs] == [
        (3, "00:00.000"),
        (10, "00:02.000"),
    ]


@pytest.mark.parametrize(
    ("cue", "read"),
    [
        ("<v Ada>So &amp; so,&nbsp;it&#39;s</v>", "So & so, it's"),
        ("<v.loud.first Ada>So <i>it</i> <c.yellow>was</c>.", "So it was."),
        ("<v Ada>So <00:00:01.000><c>it</c> <00:00:02.500>was.", "So it was."),
        ("<v Ada><lang fr>Voilà</lang> <ruby>a<rt>b</rt></ruby>", "Voilà ab"),
        ("<v Ada>2 < 3, and 3 > 2", "2 < 3, and 3 > 2"),
    ],
)
def test_marks_inside_a_cue_are_no_words(cue: str, read: str) -> None:
    assert _spoken(read_subtitles(_vtt("<v Jo>Why?", cue))) == [("Jo", "Why?"), ("Ada", read)]


def test_two_voices_in_one_cue_are_kept_apart() -> None:
    found = read_subtitles(_vtt("<v Jo>Why?</v> <v Ada>So.</v>", "<v Ada>And so.</v>"))
    assert _spoken(found) == [("Jo", "Why?"), ("Ada", "So. And so.")]


def test_numbers_names_settings_styles_and_regions_are_dropped_and_notes_listed() -> None:
    text = (
        "WEBVTT - a talk\nKind: captions\nLanguage: en-GB\n\nSTYLE\n::cue { color: lime }\n\n"
        "REGION\nid:a\n\nNOTE checked\nby Noor\n\nopening\n00:01.000 --> 00:02.000 align:start\n"
        "<v Jo>Why?\n\n2\n01:00:02.000 --> 01:00:03.000 line:0\n<v Ada>So.\n\nNOTE\nthe end\n"
    )
    found = read_subtitles(text)
    assert _spoken(found) == [("Jo", "Why?"), ("Ada", "So.")]
    assert found.skipped == ("a talk", "checked", "by Noor", "the end")
    assert (found.format, found.language) == ("WebVTT subtitles", "en-GB")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_how_a_file_was_saved_makes_no_difference(ends: str, mark: str) -> None:
    text = mark + _srt("JO: Why?", "ADA: So.", "JO: How?", "ADA: Thus.").replace("\n", ends)
    assert is_subtitles(text)
    found = read_subtitles(text)
    assert _spoken(found) == [("JO", "Why?"), ("ADA", "So."), ("JO", "How?"), ("ADA", "Thus.")]


@pytest.mark.parametrize(
    "cues",
    [
        ("JO: Why?", "ADA: So. Note: it", "was late.", "JO: How?", "ADA: Thus."),
        ("Jo: Why?", "Ada: So. Note: it\nwas late.", "Jo: How?", "Ada: Thus."),
        ("- JO: Why?\n- ADA: So.", "Note: it was late.", "- JO: How?\n- ADA: Thus."),
        (">> JO: Why?", ">> ADA: So. Note: it was late. >> JO: How?", ">> ADA: Thus."),
        ("<i>JO: Why?</i>", "{\\an8}ADA: So. Note: it was late.", "JO: How?", "ADA: <b>Thus.</b>"),
    ],
)
def test_labels_name_the_speakers_of_srt(cues: tuple[str, ...]) -> None:
    found = read_subtitles(_srt(*cues))
    assert [(name.upper(), words) for name, words in _spoken(found)] == [
        ("JO", "Why?"),
        ("ADA", "So. Note: it was late."),
        ("JO", "How?"),
        ("ADA", "Thus."),
    ]


@pytest.mark.parametrize("sign", [">> ", ">>", ">>> ", "- ", "-", "– "])
def test_changes_of_speaker_without_names_go_back_and_forth(sign: str) -> None:
    found = read_subtitles(_srt(f"{sign}Why", "so?", f"{sign}So.", f"{sign}How?", f"{sign}Thus."))
    assert _spoken(found) == [
        ("Speaker 1", "Why so?"),
        ("Speaker 2", "So."),
        ("Speaker 1", "How?"),
        ("Speaker 2", "Thus."),
    ]


def test_a_dash_in_front_of_a_sentence_that_goes_on_is_no_change() -> None:
    found = read_subtitles(
        _srt("JO: Why?", "ADA: So it was", "- or nearly.", "JO: How?", "ADA: So.")
    )
    assert _spoken(found)[1] == ("ADA", "So it was - or nearly.")


@pytest.mark.parametrize(
    ("cue", "sound"),
    [
        ("[music]", "[music]"),
        ("(a door slams)", "(a door slams)"),
        ("♪ la la ♪", "♪ la la ♪"),
        ("ADA: [sighs]", "[sighs]"),
        ("[laughs] Yes.", "[laughs]"),
        ("Yes [loud applause] indeed.", "[loud applause]"),
    ],
)
def test_sounds_are_no_words_and_are_listed(cue: str, sound: str) -> None:
    found = read_subtitles(_srt("JO: Why?", "ADA: So.", cue, "JO: How?", "ADA: Thus."))
    assert found.skipped == (sound,)
    assert all(sound not in words for _, words in _spoken(found))


def test_what_editors_put_in_brackets_stays() -> None:
    found = read_subtitles(_vtt("<v Jo>Why [the oven]?", "<v Ada>It [sic] was (so) there."))
    assert _spoken(found) == [("Jo", "Why [the oven]?"), ("Ada", "It [sic] was (so) there.")]


def test_captions_that_roll_up_are_not_doubled() -> None:
    text = _vtt(
        " \n&gt;&gt; why<00:00:00.5><c> did</c><c> you</c>",
        "&gt;&gt; why did you\n ",
        "&gt;&gt; why did you\nbuild<c> it</c>",
        "build it\n ",
        "build it\n&gt;&gt; so<c> so</c><c> so</c>",
        "&gt;&gt; so so so\n ",
        "&gt;&gt; so so so\nthere",
    )
    assert _spoken(read_subtitles(text)) == [
        ("Speaker 1", "why did you build it"),
        ("Speaker 2", "so so so there"),
    ]


def test_captions_that_grow_are_not_doubled() -> None:
    found = read_subtitles(_vtt("why", "why did", "why did you", "why did you build", "it"))
    assert _spoken(found) == [("", "why did you build it")]


def test_what_is_said_twice_is_read_twice() -> None:
    found = read_subtitles(_vtt("<v Jo>Why?", "<v Ada>No.", "<v Ada>No.", "<v Ada>Never again."))
    assert _spoken(found) == [("Jo", "Why?"), ("Ada", "No. No. Never again.")]


def test_empty_lines_inside_and_missing_ones_between_cues_lose_nothing() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\nJO: Why\n\nso?\n2\n00:00:02,000 --> 00:00:03,000\n"
        "ADA: So.\n3\n0:00:03.5 --> 0:00:04.5\nJO: How?\n\n\n4\n00:00:05,000 --> 00:00:06,000\n"
        "ADA: In\n1984\n\nor so."
    )
    assert _spoken(read_subtitles(text)) == [
        ("JO", "Why so?"),
        ("ADA", "So."),
        ("JO", "How?"),
        ("ADA", "In 1984 or so."),
    ]


def test_lines_of_chinese_are_joined_without_a_space() -> None:
    found = read_subtitles(_vtt("<v 记者>你为什么\n建这个?", "<v 王>因为冷。"))
    assert _spoken(found) == [("记者", "你为什么建这个?"), ("王", "因为冷。")]


@pytest.mark.parametrize("text", ["", "Q: Why?\nA: At 10:00 --> home.", "WEBVTTX", "1\n2\n3\n"])
def test_other_text_is_no_subtitles(text: str) -> None:
    assert not is_subtitles(text)


@pytest.mark.parametrize(
    "text", ["WEBVTT", "WEBVTT\n\n", "00:01 --> 00:02", "1\n00:01 --> 00:02\n\n"]
)
def test_subtitles_without_words_are_an_empty_document(text: str) -> None:
    assert read_subtitles(text).paragraphs == ()


_cues = st.lists(
    st.sampled_from(
        ["JO: Why {}?", "ADA: So {}.", "and {}\nmore", "- Yes {}.", ">> No {}.", "[music {}]", "{}"]
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(_cues, st.booleans())
def test_no_word_of_any_subtitles_is_lost_or_added(cues: list[str], is_vtt: bool) -> None:
    # Each cue has its own word, so that none can stand in for another.
    numbered = [cue.replace("{}", f"word{number}") for number, cue in enumerate(cues)]
    found = read_subtitles(_vtt(*numbered) if is_vtt else _srt(*numbered))
    kept = " ".join([*(one.text for one in found.paragraphs), *found.skipped])
    own = Counter(word.strip("[].?") for word in kept.split() if "word" in word)
    assert own == Counter(f"word{number}" for number in range(len(cues)))
