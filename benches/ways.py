"""What a user would reach for to find the exchange that a question is about."""

from collections.abc import Callable, Mapping, Sequence

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.interview import Exchange, Interview
from knowledge.matching.model_files import Floats
from knowledge.matching.passages import sentences
from knowledge.matching.sentence_model import SentenceModel
from knowledge.matching.words import stems, words

# A question -> how likely each exchange is, shape (exchanges,).
Scorer = Callable[[str], Floats]
Way = Callable[[Interview], Scorer]


def fuzzy_on_questions(interview: Interview) -> Scorer:
    """Rapidfuzz's WRatio with the nearest wording of the interviewer's question."""
    return _fuzzy([[*_wordings(one)] for one in interview.exchanges], fuzz.WRatio)


def fuzzy_on_everything(interview: Interview) -> Scorer:
    """Rapidfuzz's token_set_ratio with question, wordings and answer."""
    return _fuzzy([[_everything(one)] for one in interview.exchanges], fuzz.token_set_ratio)


def bm25(interview: Interview) -> Scorer:
    """BM25 (bm25s) on the stems of question, wordings and answer."""
    index = bm25s.BM25()
    index.index(
        [stems(words(_everything(one)), "en") for one in interview.exchanges], show_progress=False
    )

    def score(question: str) -> Floats:
        asked = [stem for stem in stems(words(question), "en") if stem in index.vocab_dict]
        if not asked:
            return np.zeros(len(interview.exchanges), np.float32)
        return np.asarray(index.get_scores(asked), np.float32)

    return score


def letters(interview: Interview) -> Scorer:
    """TF-IDF of two to four letters (scikit-learn) on question, wordings and answer."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    texts = vectorizer.fit_transform([_everything(one) for one in interview.exchanges])
    return lambda question: np.asarray(
        (texts @ vectorizer.transform([question]).T).toarray()[:, 0], np.float32
    )


def sentence_model(model: SentenceModel) -> Way:
    """Return the way of the sentence model alone: the nearest wording, sentence or whole."""

    def way(interview: Interview) -> Scorer:
        read = [
            [
                *_wordings(one),
                *(one.answer[start:end] for start, end in sentences(one.answer)),
                _everything(one),
            ]
            for one in interview.exchanges
        ]
        vectors = [np.stack([one.vector for one in model.read(texts)]) for texts in read]

        def score(question: str) -> Floats:
            (reading,) = model.read([question])
            return np.array([(one @ reading.vector).max() for one in vectors], np.float32)

        return score

    return way


def ways(model: SentenceModel) -> Mapping[str, Way]:
    """Return every way by its name."""
    return {
        "rapidfuzz WRatio, questions": fuzzy_on_questions,
        "rapidfuzz token_set_ratio, all": fuzzy_on_everything,
        "BM25 (bm25s), all": bm25,
        "TF-IDF of letters (scikit-learn), all": letters,
        "all-MiniLM-L6-v2 alone": sentence_model(model),
    }


def _fuzzy(texts: Sequence[Sequence[str]], scorer: Callable[..., float]) -> Scorer:
    flat = [text.casefold() for group in texts for text in group]
    starts = np.cumsum([0, *(len(group) for group in texts[:-1])])

    def score(question: str) -> Floats:
        found = process.cdist([question.casefold()], flat, scorer=scorer, dtype=np.float32)[0]
        return np.asarray(np.maximum.reduceat(found, starts), np.float32)

    return score


def _wordings(exchange: Exchange) -> tuple[str, ...]:
    return (exchange.question, *exchange.also_asked)


def _everything(exchange: Exchange) -> str:
    return " ".join((*_wordings(exchange), exchange.answer))
