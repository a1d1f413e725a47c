"""A BERT-style sentence model, run with numpy: text -> vectors that say what it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from knowledge.matching.model_files import Floats, ModelError, ModelFiles

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

# Texts that go through the model together: their matrices still fit a processor's cache.
_TOGETHER = 16
Spans = NDArray[np.int32]
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Reading:
    """What a model makes of a text. Vectors have length 1.

    Attributes:
        vector: of the text as a whole, shape (dimensions,).
        words: of each word in its context, shape (words, dimensions).
        spans: where each word begins and ends in the text, shape (words, 2).
    """

    vector: Floats
    words: Floats
    spans: Spans


class SentenceModel:
    """Reads texts as the network of Devlin et al. (https://arxiv.org/abs/1810.04805) does.

    Its weights are never changed: several threads may read with it.

    Attributes:
        identity: differs where the model's files do.
        knows_many_languages: whether its vocabulary has words of other scripts than Latin.
        dimensions: of its vectors.
    """

    def __init__(self, files: ModelFiles) -> None:
        self._weights = files.weights
        self._tokenizer = files.tokenizer
        self._config = files.config
        self.identity = files.identity
        self.dimensions = files.config.hidden_size
        self.knows_many_languages = _has_words_of_other_scripts(files.tokenizer)

    @classmethod
    def load(cls, folder: Path, sha256: str | None = None) -> Self:
        """Load a model from its folder, in the layout of sentence-transformers.

        Raises:
            ModelError: if it is not there, damaged, not what ``sha256`` says, or of another kind.
        """
        return cls(ModelFiles.read(folder, sha256))

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """Read texts; of one that is longer than the model can read, the beginning."""
        # Halves of surrogate pairs are no text to a tokenizer.
        encodings = self._tokenizer.encode_batch([_HALF.sub("\ufffd", text) for text in texts])
        order = iter(sorted(range(len(texts)), key=lambda at: len(encodings[at].ids)))
        readings: dict[int, Reading] = {}
        while batch := list(islice(order, _TOGETHER)):
            found = self._forward([encodings[at].ids for at in batch])
            for at, tokens in zip(batch, found, strict=True):
                readings[at] = self._reading(texts[at], encodings[at], tokens)
        return [readings[at] for at in range(len(texts))]

    def _reading(self, text: str, encoding: "Encoding", tokens: Floats) -> Reading:
        pooled = tokens[0] if self._config.pools_first_token else tokens.mean(axis=0)
        vectors, spans = [], []
        for word in range(len(set(encoding.word_ids) - {None})):
            first, last = encoding.word_to_tokens(word) or (0, 0)
            begin, end = encoding.word_to_chars(word) or (0, 0)
            begin += len(text[begin:end]) - len(text[begin:end].lstrip())
            if any(sign.isalnum() for sign in text[begin:end]):
                vectors.append(tokens[first:last].mean(axis=0))
                spans.append((begin, end))
        words = np.stack(vectors) if vectors else np.empty((0, self.dimensions), np.float32)
        return Reading(unit(pooled), unit(words), np.array(spans, np.int32).reshape(-1, 2))

    def _forward(self, ids: Sequence[Sequence[int]]) -> list[Floats]:
        """Return the last layer's vector of each token, for each text of shape (tokens, dim)."""
        ends = np.cumsum([len(one) for one in ids])
        texts = list(pairwise([0, *ends.tolist()]))
        # All texts stand in one matrix, one after the other: only attention looks at each alone.
        states = self._weights["embeddings.word_embeddings.weight"][np.concatenate(ids)]
        places = np.concatenate([np.arange(len(one)) for one in ids])
        states = (
            states
            + self._weights["embeddings.position_embeddings.weight"][
                places + self._config.first_position
            ]
        )
        states += self._weights["embeddings.token_type_embeddings.weight"][0]
        states = self._normalized(states, "embeddings.LayerNorm")
        for layer in range(self._config.num_hidden_layers):
            name = f"encoder.layer.{layer}"
            attended = self._attention(states, texts, f"{name}.attention.self")
            attended = self._linear(attended, f"{name}.attention.output.dense") + states
            states = self._normalized(attended, f"{name}.attention.output.LayerNorm")
            widened = gelu(self._linear(states, f"{name}.intermediate.dense"))
            widened = self._linear(widened, f"{name}.output.dense") + states
            states = self._normalized(widened, f"{name}.output.LayerNorm")
        return [states[begin:end] for begin, end in texts]

    def _attention(self, states: Floats, texts: Sequence[tuple[int, int]], name: str) -> Floats:
        heads = self._config.num_attention_heads
        size = self.dimensions // heads
        query, key, value = (
            self._linear(states, f"{name}.{part}").reshape(-1, heads, size).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        found = np.empty_like(states)
        for begin, end in texts:
            scores = query[:, begin:end] @ key[:, begin:end].transpose(0, 2, 1)
            scores *= np.float32(1 / sqrt(size))
            scores -= scores.max(axis=-1, keepdims=True)
            np.exp(scores, out=scores)
            scores /= scores.sum(axis=-1, keepdims=True)
            mixed = (scores @ value[:, begin:end]).transpose(1, 0, 2)
            found[begin:end] = mixed.reshape(end - begin, -1)
        return found

    def _linear(self, states: Floats, name: str) -> Floats:
        found = states @ self._weights[f"{name}.weight"]
        found += self._weights[f"{name}.bias"]
        return found

    def _normalized(self, states: Floats, name: str) -> Floats:
        states = states - states.mean(axis=-1, keepdims=True)
        variance = np.einsum("td,td->t", states, states) / np.float32(states.shape[1])
        states *= (1 / np.sqrt(variance + np.float32(self._config.layer_norm_eps)))[:, np.newaxis]
        states *= self._weights[f"{name}.weight"]
        states += self._weights[f"{name}.bias"]
        return states


def unit(vectors: Floats) -> Floats:
    """Return vectors with length 1 along the last axis; one of length 0 stays as it is."""
    length = np.sqrt(np.einsum("...d,...d->...", vectors, vectors))[..., np.newaxis]
    return np.asarray(vectors / np.where(length > 0, length, 1), np.float32)


def gelu(values: Floats) -> Floats:
    """Return ``x * P(X <= x)`` for a standard normal ``X`` (https://arxiv.org/abs/1606.08415).

    The error function is taken from Abramowitz and Stegun, *Handbook of Mathematical Functions*,
    formula 7.1.26, which is right to 1.5e-7.
    """
    size = np.abs(values)
    scaled = size * np.float32(sqrt(0.5))
    term = 1 / (1 + np.float32(0.3275911) * scaled)
    tail = np.float32(1.061405429) * term
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(factor)
        tail *= term
    np.square(scaled, out=scaled)
    np.negative(scaled, out=scaled)
    tail *= np.exp(scaled, out=scaled)
    # x * P is x or 0, less half of what stands in the tail beyond it.
    tail *= size
    tail *= np.float32(0.5)
    return np.asarray(np.maximum(values, 0) - tail)


def _has_words_of_other_scripts(tokenizer: "Tokenizer") -> bool:
    """Say whether one word in fifty of a vocabulary is of another script than Latin.

    Models of English know other alphabets too, but letter by letter.
    """
    words = [word.lstrip("▁#") for word in tokenizer.get_vocab()]
    words = [word for word in words if len(word) > 2]  # noqa: PLR2004
    others = sum(not word.isascii() and min(word) > "\u024f" for word in words)
    return others * 50 > len(words)


__all__ = ["ModelError", "Reading", "SentenceModel", "Spans", "gelu", "unit"]
