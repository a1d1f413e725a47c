"""The network in numpy gives what the implementation gives by which its models were published."""

import json
import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import BaseModel

from knowledge.matching.chosen_model import AUTO, chosen_model
from knowledge.matching.model_files import ModelFiles
from knowledge.matching.sentence_model import Reading, SentenceModel, gelu, unit
from tests.knowledge.matching.tiny_model import ENGLISH, LONGEST_TEXT, SENTENCES, TinyModel

# How far numbers of 32 bits may drift apart where they are added up in another order.
NEAR = 1e-6


class Text(BaseModel):
    text: str
    vector: str


class Words(BaseModel):
    text: str
    spans: list[tuple[int, int]]
    vectors: list[str]


class Tiny(BaseModel):
    family: str
    pooling: str
    texts: list[Text]


class Reference(BaseModel):
    """What make_reference_vectors.py wrote."""

    texts: list[Text]
    words: Words
    tiny: list[Tiny]


REFERENCE = Reference.model_validate_json(
    Path(__file__).with_name("reference_vectors.json").read_text(encoding="utf-8")
)


def numbers(line: str) -> NDArray[np.float64]:
    return np.array(line.split(), np.float64)


@pytest.fixture(scope="module")
def installed() -> SentenceModel:
    model = chosen_model(AUTO)
    if model is None:
        pytest.skip("the package of the sentence model is not installed")
    return model


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> SentenceModel:
    return SentenceModel.load(TinyModel().write(tmp_path_factory.mktemp("models") / "tiny"))


def loaded(model: TinyModel, folder: Path) -> SentenceModel:
    return SentenceModel.load(model.write(folder))


def vectors(model: SentenceModel, texts: Sequence[str] = SENTENCES) -> NDArray[np.float32]:
    return np.stack([reading.vector for reading in model.read(texts)])


def same(one: Reading, other: Reading) -> bool:
    return (
        np.allclose(one.vector, other.vector, rtol=0, atol=NEAR)
        and np.allclose(one.words, other.words, rtol=0, atol=NEAR)
        and np.array_equal(one.spans, other.spans)
    )


@pytest.mark.parametrize("reference", REFERENCE.texts, ids=lambda one: one.text[:30] or "nothing")
def test_a_text_has_the_vector_that_the_reference_gives_it(
    installed: SentenceModel, reference: Text
) -> None:
    reading = installed.read([reference.text])[0]
    assert reading.vector.dtype == np.float32
    assert reading.vector == pytest.approx(numbers(reference.vector), rel=0, abs=NEAR)


def test_each_word_has_the_vector_that_the_reference_gives_it(installed: SentenceModel) -> None:
    reading = installed.read([REFERENCE.words.text])[0]
    assert [tuple(span) for span in reading.spans.tolist()] == REFERENCE.words.spans
    assert reading.words.dtype == np.float32
    for found, expected in zip(reading.words, REFERENCE.words.vectors, strict=True):
        assert found == pytest.approx(numbers(expected), rel=0, abs=NEAR)


@pytest.mark.parametrize("reference", REFERENCE.tiny, ids=lambda one: f"{one.family} {one.pooling}")
def test_each_kind_of_model_gives_what_the_reference_gives(tmp_path: Path, reference: Tiny) -> None:
    model = loaded(TinyModel(reference.family, pooling=reference.pooling), tmp_path / "model")
    assert tuple(one.text for one in reference.texts) == SENTENCES
    for found, one in zip(vectors(model), reference.texts, strict=True):
        assert found == pytest.approx(numbers(one.vector), rel=0, abs=NEAR)


@pytest.mark.parametrize(
    ("family", "prefix"), [("bert", "bert."), ("xlm-roberta", "roberta."), ("roberta", "roberta.")]
)
def test_it_is_no_matter_whether_names_of_tensors_are_prefixed(
    tmp_path: Path, family: str, prefix: str
) -> None:
    plain = loaded(TinyModel(family), tmp_path / "plain")
    prefixed = loaded(TinyModel(family, prefix), tmp_path / "prefixed")
    assert np.array_equal(vectors(plain), vectors(prefixed))


@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_a_folder_of_a_newer_version_says_in_a_word_how_it_pools(
    tmp_path: Path, pooling: str
) -> None:
    older = loaded(TinyModel(pooling=pooling), tmp_path / "older")
    newer = TinyModel().write(tmp_path / "newer")
    description = {"embedding_dimension": 32, "pooling_mode": pooling, "include_prompt": True}
    (newer / "1_Pooling" / "config.json").write_text(json.dumps(description), encoding="utf-8")
    assert np.array_equal(vectors(SentenceModel.load(newer)), vectors(older))


def test_a_folder_that_says_nothing_of_pooling_or_lengths_takes_the_mean_of_all_tokens(
    tmp_path: Path, tiny: SentenceModel
) -> None:
    folder = TinyModel().write(tmp_path / "model")
    for name in ("1_Pooling/config.json", "sentence_bert_config.json"):
        (folder / name).unlink()
    assert np.array_equal(vectors(SentenceModel.load(folder)), vectors(tiny))


@pytest.mark.parametrize("length", ["4", "null"])
def test_a_model_reads_as_much_as_its_folder_says_or_else_as_it_can(
    tmp_path: Path, length: str
) -> None:
    folder = TinyModel().write(tmp_path / "model")
    (folder / "sentence_bert_config.json").write_text(f'{{"max_seq_length": {length}}}')
    words = SentenceModel.load(folder).read(["town " * 100])[0].words
    assert len(words) == {"4": 2, "null": LONGEST_TEXT - 2}[length]


def test_of_a_long_text_the_beginning_is_read(tiny: SentenceModel) -> None:
    beginning = "town " * (LONGEST_TEXT - 2)
    longer = f"{beginning}, and why the harbour was built"
    cut, whole = tiny.read([longer, beginning])
    assert len(cut.spans) == LONGEST_TEXT - 2
    assert same(cut, whole)


def test_a_word_that_is_cut_off_in_its_middle_counts_with_what_is_left_of_it(
    tiny: SentenceModel,
) -> None:
    # Letter by letter: one for each token but for 'the' and the signs around the text.
    reading = tiny.read(["the " + "qzx" * 20])[0]
    assert reading.spans.tolist() == [[0, 3], [4, 4 + LONGEST_TEXT - 3]]
    assert np.linalg.norm(reading.words, axis=1) == pytest.approx(1, abs=NEAR)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Who paid?", ["Who", "paid"]),
        ("  the\n town,the harbour  ", ["the", "town", "the", "harbour"]),
        ("It’s re-built (1871).", ["It", "s", "re", "built", "1871"]),
        ("Café İstanbul naïve", ["Café", "İstanbul", "naïve"]),
        ("🙂 so 🎣🎣 glad", ["so", "glad"]),
        ("Кто заплатил за маяк?", ["Кто", "заплатил", "за", "маяк"]),
        ("بندرگاہ کس نے بنوائی؟", ["بندرگاہ", "کس", "نے", "بنوائی"]),
        ("港口", ["港", "口"]),
        ("?! … 🙂", []),
        ("", []),
        (" \n\t\0", []),
    ],
)
@pytest.mark.parametrize("family", ["bert", "xlm-roberta", "installed"])
def test_spans_cut_a_text_into_its_words(
    request: pytest.FixtureRequest, tmp_path: Path, family: str, text: str, words: list[str]
) -> None:
    if family == "installed":
        model: SentenceModel = request.getfixturevalue("installed")
    else:
        model = loaded(TinyModel(family), tmp_path / "model")
    reading = model.read([text])[0]
    found = [text[begin:end] for begin, end in reading.spans.tolist()]
    if family == "xlm-roberta":
        # Its words end where white space begins.
        words = [word for word in text.split() if any(sign.isalnum() for sign in word)]
    assert found == words
    assert reading.words.shape == (len(words), model.dimensions)
    assert reading.spans.shape == (len(words), 2)
    assert reading.spans.dtype == np.int32


def test_white_space_that_a_tokenizer_counts_to_a_word_is_not_in_its_span(tmp_path: Path) -> None:
    folder = TinyModel("xlm-roberta").write(tmp_path / "model")
    path = folder / "tokenizer.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    # Some cut at white space alone, and so before it.
    _, described["pre_tokenizer"] = described["pre_tokenizer"]["pretokenizers"]
    path.write_text(json.dumps(described), encoding="utf-8")
    text = "the town  paid"
    reading = SentenceModel.load(folder).read([text])[0]
    assert [text[begin:end] for begin, end in reading.spans.tolist()] == ["the", "town", "paid"]


# Letters, marks, digits, punctuation and emoji of many scripts, and the signs of the tokenizer.
_TEXTS = st.lists(
    st.text("abz AZ.,?’-\n\t\0éßİŁ\u0301жЩіبےںٹ१ते漢かタ한🙂🎣①ﬁ½\u200d\ufeff", max_size=12)
    | st.sampled_from([*ENGLISH, "[CLS]", "[SEP]", "[PAD]", "[UNK]"]),
    max_size=8,
).map(" ".join)


@settings(deadline=None)
@given(_TEXTS)
def test_whatever_is_read_has_words_in_order_and_vectors_of_length_1(
    tiny: SentenceModel, text: str
) -> None:
    reading = tiny.read([text])[0]
    assert reading.vector.shape == (tiny.dimensions,)
    assert np.linalg.norm(reading.vector) == pytest.approx(1, abs=NEAR)
    assert np.linalg.norm(reading.words, axis=1) == pytest.approx(1, abs=NEAR)
    spans = reading.spans.tolist()
    assert len(spans) == len(reading.words)
    assert all(0 <= begin < end <= len(text) for begin, end in spans)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
    for begin, end in spans:
        assert text[begin:end].split() == [text[begin:end]]
        assert any(sign.isalnum() for sign in text[begin:end])


@settings(deadline=None)
@given(st.text("ab éßжبے漢.?-\n", max_size=LONGEST_TEXT // 2))
def test_no_letter_of_a_short_text_is_outside_of_its_words(tiny: SentenceModel, text: str) -> None:
    inside = {at for begin, end in tiny.read([text])[0].spans.tolist() for at in range(begin, end)}
    assert {at for at, sign in enumerate(text) if sign.isalnum()} <= inside


@settings(deadline=None)
@given(st.lists(_TEXTS, max_size=40))
def test_texts_that_are_read_together_are_read_as_if_each_were_alone(
    tiny: SentenceModel, texts: list[str]
) -> None:
    together = tiny.read(texts)
    assert len(together) == len(texts)
    for text, reading in zip(texts, together, strict=True):
        assert same(reading, tiny.read([text])[0])


def test_the_installed_model_reads_together_what_it_reads_alone(installed: SentenceModel) -> None:
    texts = [one.text for one in REFERENCE.texts[:6]]
    alone = [installed.read([text])[0] for text in texts]
    for one, other in zip(installed.read(texts * 4), alone * 4, strict=True):
        assert same(one, other)


@pytest.mark.usefixtures("hasty_threads")
def test_several_threads_read_as_one_does(tiny: SentenceModel) -> None:
    batches = [SENTENCES[start:] + SENTENCES[:start] for start in range(len(SENTENCES))] * 20
    alone = [tiny.read(batch) for batch in batches[: len(SENTENCES)]] * 20
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(tiny.read, batches))
    for readings, expected in zip(found, alone, strict=True):
        assert all(same(one, other) for one, other in zip(readings, expected, strict=True))


def test_the_readings_of_no_texts_are_none(tiny: SentenceModel) -> None:
    assert tiny.read([]) == []


@pytest.mark.parametrize("half", ["\ud83d", "\ude42\ud83d"])
def test_half_a_surrogate_pair_is_read_over(tiny: SentenceModel, half: str) -> None:
    text = f"who {half} paid"
    reading = tiny.read([text])[0]
    assert [text[begin:end] for begin, end in reading.spans.tolist()] == ["who", "paid"]


def test_weights_can_not_be_changed_and_the_vocabulary_is_mapped_from_its_file(
    tmp_path: Path,
) -> None:
    made = TinyModel().weights()
    weights = ModelFiles.read(TinyModel().write(tmp_path / "model")).weights
    assert {"pooler.dense.weight", "pooler.dense.bias"} == made.keys() - weights.keys()
    for name, found in weights.items():
        is_turned = name.startswith("encoder.") and found.ndim > 1
        assert np.array_equal(found, made[name].T if is_turned else made[name])
        assert found.dtype == np.float32
        assert not found.flags.writeable
        assert found.flags.c_contiguous
        assert is_turned or isinstance(_origin(found), np.memmap)


def _origin(array: NDArray[np.float32]) -> object:
    """Return the array whose memory another one shows."""
    origin: object = array
    while isinstance(origin, np.ndarray) and not isinstance(origin, np.memmap):
        origin = origin.base
    return origin


def test_reading_changes_no_weights(tiny: SentenceModel, tmp_path: Path) -> None:
    before = vectors(tiny)
    for _ in range(3):
        assert np.array_equal(vectors(tiny), before)
    assert np.array_equal(vectors(loaded(TinyModel(), tmp_path / "again")), before)


def test_a_model_is_told_from_every_other_by_its_identity(tmp_path: Path) -> None:
    others = [
        TinyModel(seed=2),
        TinyModel(pooling="cls"),
        TinyModel(words=(*ENGLISH[1:], ENGLISH[0])),
        TinyModel("xlm-roberta"),
    ]
    first = loaded(TinyModel(), tmp_path / "first")
    assert loaded(TinyModel(), tmp_path / "copy").identity == first.identity
    found = {loaded(one, tmp_path / str(at)).identity for at, one in enumerate(others)}
    assert len(found | {first.identity}) == len(others) + 1


def test_a_model_that_reads_more_of_a_text_is_another_model(tmp_path: Path) -> None:
    folder = TinyModel().write(tmp_path / "model")
    before = SentenceModel.load(folder).identity
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 20}')
    assert SentenceModel.load(folder).identity != before


RUSSIAN = ("гавань", "город", "маяк")
ACCENTED = ("über", "été", "łódź", "mañana")


@pytest.mark.parametrize(
    ("words", "many"),
    [
        ((*ENGLISH, *RUSSIAN), True),
        (("بندرگاہ", "شہر"), True),
        (ENGLISH, False),
        ((*ENGLISH, *ACCENTED), False),
        ((*ENGLISH, *"абвгдежзийклмнопрстуфхцчшщъыьэюя"), False),
        ((*(f"word{number}" for number in range(150)), *RUSSIAN), False),
        ((*(f"word{number}" for number in range(130)), *RUSSIAN), True),
        ((), False),
    ],
    ids=[
        "Russian",
        "Urdu",
        "English",
        "accents",
        "letters alone",
        "less than one in fifty",
        "more than one in fifty",
        "none",
    ],
)
@pytest.mark.parametrize("family", ["bert", "xlm-roberta"])
def test_it_knows_many_languages_whose_vocabulary_has_words_of_other_scripts(
    tmp_path: Path, family: str, words: tuple[str, ...], many: bool
) -> None:
    model = loaded(TinyModel(family, words=words), tmp_path / "model")
    assert model.knows_many_languages is many


def test_the_installed_model_knows_english(installed: SentenceModel) -> None:
    assert installed.knows_many_languages is False
    assert installed.dimensions == 384


@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=20))
def test_gelu_is_right_to_a_millionth(values: list[float]) -> None:
    given_values = np.array(values, np.float32)
    found = gelu(given_values)
    assert found.dtype == np.float32
    for value, result in zip(values, found.tolist(), strict=True):
        right = value * math.erfc(-value / math.sqrt(2)) / 2
        assert abs(result - right) <= NEAR * max(1, abs(value))
    assert given_values.tolist() == values


def test_gelu_is_right_in_the_range_that_a_network_uses() -> None:
    values = np.linspace(-8, 8, 4001, dtype=np.float32)
    right = [value * (1 + math.erf(value / math.sqrt(2))) / 2 for value in values.tolist()]
    assert np.abs(gelu(values) - right).max() < 5e-7


_numbers = st.floats(-1e3, 1e3, width=32).filter(lambda number: number == 0 or abs(number) > 1e-3)


@given(st.lists(_numbers, min_size=3, max_size=3))
def test_a_vector_keeps_its_direction_and_gets_the_length_1(values: list[float]) -> None:
    vector = np.array(values, np.float32)
    found = unit(vector)
    length = float(np.linalg.norm(vector))
    assert np.linalg.norm(found) == pytest.approx(1 if length else 0, abs=NEAR)
    assert found * length == pytest.approx(vector, rel=1e-5, abs=1e-5)


def test_each_of_several_vectors_gets_the_length_1_but_for_one_of_none() -> None:
    found = unit(np.array([[3, 4], [0, 0], [0, -2]], np.float32))
    assert found == pytest.approx(np.array([[0.6, 0.8], [0, 0], [0, -1]]))
    assert unit(np.empty((0, 2), np.float32)).shape == (0, 2)
