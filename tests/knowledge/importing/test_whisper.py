"""Recognised speech becomes what each speaker says, whatever program wrote it."""

import json

import pytest

from knowledge.importing.document import Document
from knowledge.importing.imported import import_content
from knowledge.importing.refusal import ImportFailedError
from knowledge.importing.whisper import is_json, read_recognised_speech

SAID = (("JO", "Why did you"), ("JO", "build it?"), ("ADA", "To bake."), ("JO", "And?"))


def _spoken(document: Document) -> list[tuple[str, str]]:
    return [(one.speaker, one.text) for one in document.paragraphs]


def _segments(**names: str) -> list[dict[str, object]]:
    """Write what is said as segments, with other names for 'text' and 'speaker' where given."""
    return [
        {names.get("text", "text"): f" {words}", names.get("speaker", "speaker"): who, "start": 1.5}
        for who, words in SAID
    ]


@pytest.mark.parametrize(
    "written",
    [
        {"text": "Why did you …", "segments": _segments(), "language": "en"},
        {"segments": _segments(), "word_segments": [{"word": "Why", "start": 0.1}]},
        _segments(),
        {"version": "1.0.0", "segments": _segments(text="body")},
        {"id": "1", "words": [{"text": "Why", "speaker": "JO"}], "utterances": _segments()},
        {"metadata": {}, "results": {"utterances": _segments(text="transcript")}},
        {"result": {"language": "en"}, "transcription": _segments()},
        {"chunks": _segments(speaker="speaker_name")},
        {"result": {"data": {"paragraphs": _segments(text="sentence")}}},
    ],
    ids=[
        "whisper",
        "whisperx",
        "list",
        "podcast",
        "utterances",
        "nested",
        "transcription",
        "chunks",
        "deep",
    ],
)
def test_consecutive_segments_of_a_speaker_are_put_together(written: object) -> None:
    text = json.dumps(written)
    assert is_json(text)
    assert _spoken(read_recognised_speech(text)) == [
        ("JO", "Why did you build it?"),
        ("ADA", "To bake."),
        ("JO", "And?"),
    ]


def test_a_segment_knows_where_and_when_it_was_said() -> None:
    found = read_recognised_speech(json.dumps({"language": "en", "segments": _segments()}))
    assert [(one.place, one.timed) for one in found.paragraphs] == [
        (1, "1.5"),
        (3, "1.5"),
        (4, "1.5"),
    ]
    assert (found.format, found.language) == ("a JSON transcript", "en")


def test_a_segment_without_a_speaker_is_said_by_who_speaks_its_words_or_spoke_before() -> None:
    segments = [
        {"text": "Why?", "speaker": "SPEAKER_01"},
        {"text": "To", "words": [{"word": "To", "speaker": "SPEAKER_00"}, {"word": "-"}]},
        {"text": "bake."},
    ]
    found = read_recognised_speech(json.dumps({"segments": segments}))
    assert _spoken(found) == [("SPEAKER_01", "Why?"), ("SPEAKER_00", "To bake.")]


@pytest.mark.parametrize(("first", "second"), [("A", "B"), (0, 1), ("1", "2")])
def test_speakers_told_apart_by_a_sign_are_no_labels_of_answers(
    first: object, second: object
) -> None:
    segments = [{"text": "Why?", "speaker": first}, {"text": "So.", "speaker": second}]
    found = read_recognised_speech(json.dumps(segments))
    assert _spoken(found) == [(f"Speaker {first}", "Why?"), (f"Speaker {second}", "So.")]


def test_without_speakers_what_is_said_is_one_paragraph() -> None:
    segments = [{"id": number, "text": f" {words}"} for number, (_, words) in enumerate(SAID)]
    found = read_recognised_speech(json.dumps({"segments": segments}))
    assert _spoken(found) == [("", "Why did you build it? To bake. And?")]


def test_labels_that_are_spoken_of_in_the_text_name_speakers() -> None:
    segments = [{"text": f"{who}: {words}"} for who, words in SAID[1:]]
    found = read_recognised_speech(json.dumps({"segments": segments}))
    assert _spoken(found) == [("JO", "build it?"), ("ADA", "To bake."), ("JO", "And?")]


@pytest.mark.parametrize("text", ['{"segments": [{"text": "Why', '[{"text": "Why?"}', '{"a": 1,}'])
def test_broken_json_is_refused(text: str) -> None:
    assert is_json(text)
    with pytest.raises(ImportFailedError, match="broken or cut off"):
        read_recognised_speech(text)


@pytest.mark.parametrize(
    "text", ["{}", "[]", '{"a": 1}', '{"segments": []}', '{"segments": [{"start": 1}]}', "[1, [2]]"]
)
def test_json_without_segments_is_refused(text: str) -> None:
    assert is_json(text)
    with pytest.raises(ImportFailedError, match="no transcript: looked for a list of segments"):
        read_recognised_speech(text)


def test_json_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(ImportFailedError):
        read_recognised_speech('{"a":' * 100_000)


@pytest.mark.parametrize("text", ["[04:21] Why?", "{note} Q: Why?", "Q: Why?", ""])
def test_text_in_brackets_is_no_json(text: str) -> None:
    assert not is_json(text)


def test_what_is_said_around_a_break_is_no_part_of_the_next_question() -> None:
    said = [
        ("JO", "Why did you build it?"),
        ("ADA", "To bake."),
        ("JO", "We'll be back after a quick break."),
        ("JO", "We're back."),
        ("JO", "Who ate the bread?"),
        ("ADA", "My aunt."),
    ]
    segments = [{"text": text, "speaker": who, "start": 1.5} for who, text in said]
    found = import_content(json.dumps({"segments": segments}).encode(), "speech.json")
    assert [one.question for one in found.exchanges] == [
        "Why did you build it?",
        "Who ate the bread?",
    ]
    assert found.skipped == ("JO: We'll be back after a quick break.", "We're back.")
