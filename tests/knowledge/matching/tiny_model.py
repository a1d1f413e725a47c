"""Sentence models that are made in an instant, in the layout of sentence-transformers.

They have learnt nothing: their weights are noise. But what the network makes of them can be
compared, and their files can be broken.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import Unigram, WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import (
    BertPreTokenizer,
    Metaspace,
    PreTokenizer,
    Sequence,
    WhitespaceSplit,
)
from tokenizers.processors import TemplateProcessing

HIDDEN = 32
INTERMEDIATE = 64
LAYERS = 2
HEADS = 4
# What a text may have, with the signs for its beginning and end.
LONGEST_TEXT = 40
ENGLISH = ("the", "town", "who", "paid", "for", "harbour", "did", "why", "built", "?", ".", ",")
SENTENCES = (
    "Who paid for the harbour?",
    "The town did.",
    "why",
    "…",
    "It was built in 1871, with a tax on herring and the patience of those who ate it.",
)


# The signs for a text's beginning, for no text, for its end, and for what is unknown.
_SIGNS = ("cls_token", "pad_token", "sep_token", "unk_token")


@dataclass(frozen=True)
class TinyModel:
    """A model of one of two families.

    Attributes:
        family: "bert", or "xlm-roberta", which cuts words and counts positions differently.
        prefix: what stands before the names of its tensors.
        pooling: "mean", or "cls" for the first token's vector.
        words: that it knows whole; others it knows letter by letter.
        seed: another one gives other weights.
    """

    family: str = "bert"
    prefix: str = ""
    pooling: str = "mean"
    words: tuple[str, ...] = ENGLISH
    seed: int = 1

    def write(self, folder: Path) -> Path:
        """Write the model's files into a folder that is made for them, and return it."""
        (folder / "1_Pooling").mkdir(parents=True)
        tokenizer = self.tokenizer()
        described: Mapping[str, object] = {
            "config.json": self._config(tokenizer.get_vocab_size()),
            "sentence_bert_config.json": {"max_seq_length": LONGEST_TEXT, "do_lower_case": False},
            "1_Pooling/config.json": {
                "word_embedding_dimension": HIDDEN,
                "pooling_mode_cls_token": self.pooling == "cls",
                "pooling_mode_mean_tokens": self.pooling == "mean",
                "pooling_mode_max_tokens": False,
                "pooling_mode_mean_sqrt_len_tokens": False,
            },
            "modules.json": [
                {
                    "idx": place,
                    "name": str(place),
                    "path": path,
                    "type": f"sentence_transformers.models.{kind}",
                }
                for place, (path, kind) in enumerate(
                    (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
                )
            ],
            "tokenizer_config.json": {
                "tokenizer_class": "PreTrainedTokenizerFast",
                "model_max_length": LONGEST_TEXT,
            }
            | dict(zip(_SIGNS, self._signs, strict=True)),
        }
        for name, description in described.items():
            (folder / name).write_text(json.dumps(description, indent=2), encoding="utf-8")
        tokenizer.save(str(folder / "tokenizer.json"))
        save_file(
            {self.prefix + name: weights for name, weights in self.weights().items()},
            folder / "model.safetensors",
            {"format": "pt"},
        )
        return folder

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return its tensors by the names that the network gives them."""
        # This generator's numbers are promised never to change.
        noise = np.random.RandomState(self.seed)
        shapes = dict(self._shapes(self.tokenizer().get_vocab_size()))
        return {
            name: (noise.standard_normal(shape) * 0.3 + name.endswith("LayerNorm.weight")).astype(
                np.float32
            )
            for name, shape in shapes.items()
        }

    def tokenizer(self) -> Tokenizer:
        """Return what cuts texts into its tokens."""
        if self.family == "bert":
            continued = [f"##{letter}" for letter in ascii_lowercase]
            vocabulary = [*self._signs, *ascii_lowercase, *continued, *self.words]
            tokenizer = Tokenizer(
                WordPiece(
                    {word: at for at, word in enumerate(vocabulary)}, unk_token=self._signs[3]
                )
            )
            tokenizer.normalizer = BertNormalizer()
            tokenizer.pre_tokenizer = BertPreTokenizer()
        else:
            pieces = ["▁", *ascii_lowercase, *(f"▁{word}" for word in self.words)]
            chances = {piece: -float(9 - min(len(piece), 8)) for piece in pieces}
            tokenizer = Tokenizer(
                Unigram([*((sign, 0.0) for sign in self._signs), *chances.items()], unk_id=3)
            )
            whole: PreTokenizer = Sequence([WhitespaceSplit(), Metaspace()])
            tokenizer.pre_tokenizer = whole
        first, _, last, _ = self._signs
        tokenizer.add_special_tokens(list(self._signs))
        tokenizer.post_processor = TemplateProcessing(
            single=f"{first} $A {last}",
            special_tokens=[(sign, self._signs.index(sign)) for sign in (first, last)],
        )
        return tokenizer

    @property
    def _signs(self) -> tuple[str, str, str, str]:
        if self.family == "bert":
            return "[CLS]", "[PAD]", "[SEP]", "[UNK]"
        return "<s>", "<pad>", "</s>", "<unk>"

    @property
    def _positions(self) -> int:
        return LONGEST_TEXT + (0 if self.family == "bert" else 2)

    def _config(self, vocabulary: int) -> dict[str, object]:
        return {
            "architectures": ["BertModel" if self.family == "bert" else "XLMRobertaModel"],
            "attention_probs_dropout_prob": 0.1,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "hidden_size": HIDDEN,
            "intermediate_size": INTERMEDIATE,
            "layer_norm_eps": 1e-5,
            "max_position_embeddings": self._positions,
            "model_type": self.family,
            "num_attention_heads": HEADS,
            "num_hidden_layers": LAYERS,
            "pad_token_id": 1,
            "position_embedding_type": "absolute",
            "type_vocab_size": 2,
            "vocab_size": vocabulary,
        }

    def _shapes(self, vocabulary: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        yield "embeddings.word_embeddings.weight", (vocabulary, HIDDEN)
        yield "embeddings.position_embeddings.weight", (self._positions, HIDDEN)
        yield "embeddings.token_type_embeddings.weight", (2, HIDDEN)
        yield from _linear("embeddings.LayerNorm", HIDDEN)
        for layer in range(LAYERS):
            name = f"encoder.layer.{layer}"
            for part in ("self.query", "self.key", "self.value", "output.dense"):
                yield from _linear(f"{name}.attention.{part}", HIDDEN, HIDDEN)
            yield from _linear(f"{name}.attention.output.LayerNorm", HIDDEN)
            yield from _linear(f"{name}.intermediate.dense", INTERMEDIATE, HIDDEN)
            yield from _linear(f"{name}.output.dense", HIDDEN, INTERMEDIATE)
            yield from _linear(f"{name}.output.LayerNorm", HIDDEN)
        # Of no use here, but most models that were published have it.
        yield from _linear("pooler.dense", HIDDEN, HIDDEN)


def _linear(name: str, *shape: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield f"{name}.weight", shape
    yield f"{name}.bias", shape[:1]
