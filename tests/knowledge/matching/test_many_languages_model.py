"""A sentence model of many languages is known for what it is, and made use of."""

import json
from collections.abc import Iterator
from itertools import product
from shutil import rmtree

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from knowledge.matching import Decision, Matcher
from knowledge.matching.sentence_model import SentenceModel
from knowledge.matching.vector_cache import VectorCache
from tests.knowledge.matching.interviews import FARM
from tests.knowledge.matching.matches import holds
from tests.knowledge.matching.real_model import MODEL, needs_model, readings_of_model

# Russian words and what they mean in English; the model has both at the same place.
DICTIONARY = {
    "кто": "who", "заплатил": "paid", "за": "for", "маяк": "lighthouse", "что": "what",
    "сказал": "said", "врач": "doctor", "вашей": "your", "болезни": "illness", "как": "how",
    "вы": "you", "пережили": "survived", "бурю": "storm", "дети": "children",
    "гордятся": "proud", "вами": "you", "когда": "when", "пенсию": "retire",
}  # fmt: skip


@pytest.fixture(scope="module")
def of_many_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SentenceModel]:
    """A model that stands in for one of many languages, which are too large to test with.

    It is the installed one with several hundred Russian words more. A few of them mean what
    English words do, since they have the same vectors; the others only fill the vocabulary. It
    shows that such a model is known for what it is, and is made use of; not how good one is.
    """
    assert MODEL is not None
    folder = tmp_path_factory.mktemp("of-many-languages")
    syllables = product("бвгдзклмнпрст", "аеиоуы", "бвгдзклмнпрст")
    filling = {"".join(letters): "the" for letters in syllables}
    tokenizer = json.loads((MODEL / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = tokenizer["model"]["vocab"]
    added = {
        word: vocabulary[same]
        for word, same in (filling | DICTIONARY).items()
        if word not in vocabulary
    }
    vocabulary.update({word: place for place, word in enumerate(added, len(vocabulary))})
    weights = load_file(MODEL / "model.safetensors")
    (name,) = (one for one in weights if one.endswith("word_embeddings.weight"))
    weights[name] = np.concatenate([weights[name], weights[name][list(added.values())]])
    config = json.loads((MODEL / "config.json").read_text(encoding="utf-8"))
    config["vocab_size"] = len(vocabulary)
    save_file(weights, folder / "model.safetensors")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer), encoding="utf-8")
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    yield SentenceModel.load(folder)
    # It is large, and pytest would keep it.
    rmtree(folder, ignore_errors=True)


@needs_model
@pytest.mark.timeout(300)
def test_with_a_model_of_many_languages_a_russian_question_finds_the_english_answer(
    of_many_languages: SentenceModel,
) -> None:
    assert of_many_languages.knows_many_languages
    assert not readings_of_model().model.knows_many_languages
    assert not any(one.also_asked for one in FARM.exchanges)
    with_many = Matcher([FARM], VectorCache(of_many_languages))
    for question, name in (
        ("Кто заплатил за маяк?", "money"),
        ("что сказал врач о вашей болезни", "illness"),
        ("Как вы пережили бурю?", "storm"),
        ("дети гордятся вами?", "children"),
        ("когда вы на пенсию?", "retirement"),
    ):
        match = with_many.match(question)
        holds(match, question)
        assert match.candidates[0].exchange.id == name
        assert match.candidates[0].confidence > 0.5
        for other in (Matcher([FARM]), Matcher([FARM], readings_of_model())):
            assert other.match(question).decision is Decision.DECLINE
    assert with_many.match("Кто заплатил за маяк?").decision is Decision.ANSWER
    assert with_many.match("лучший рецепт блинов").decision is Decision.DECLINE


@needs_model
@pytest.mark.timeout(300)
def test_with_a_model_of_many_languages_an_english_question_is_answered_as_before(
    of_many_languages: SentenceModel,
) -> None:
    with_many = Matcher([FARM], VectorCache(of_many_languages))
    for question in ("Who paid for the lighthouse?", "does family admire him"):
        found, expected = (
            with_many.match(question),
            Matcher([FARM], readings_of_model()).match(question),
        )
        assert found.decision is expected.decision
        assert [one.number for one in found.candidates] == [
            one.number for one in expected.candidates
        ]


@needs_model
@pytest.mark.timeout(300)
def test_with_a_model_of_many_languages_wordings_in_them_are_read_too(
    of_many_languages: SentenceModel,
) -> None:
    asked = FARM.exchanges[1].model_copy(update={"also_asked": ("дети гордятся вами",)})
    interview = FARM.model_copy(update={"exchanges": (asked, *FARM.exchanges[::2])})
    match = Matcher([interview], VectorCache(of_many_languages)).match("Дети гордятся вами?")
    assert match.candidates[0].exchange.id == "money"
