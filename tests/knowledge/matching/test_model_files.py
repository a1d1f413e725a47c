"""What is wrong with a model's files is said at the start: which file, and what would be right."""

import hashlib
import json
import os
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from knowledge.matching.model_files import ModelError, ModelFiles
from knowledge.matching.sentence_model import SentenceModel
from tests.knowledge.matching.tiny_model import HIDDEN, SENTENCES, TinyModel

WEIGHTS = "model.safetensors"
DAMAGED = "the file is damaged or was cut off: get the model again"
NEEDED = "the folder of a BERT-style sentence model is needed"
HAS_IT = "can't be read: the folder of a sentence model has it"
READ = "all was read"
LENGTH_BYTES = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return TinyModel().write(tmp_path / "model")


def error(folder: Path, sha256: str | None = None) -> str:
    with pytest.raises(ModelError) as caught:
        ModelFiles.read(folder, sha256)
    return str(caught.value)


def say(path: Path, **changed: object) -> None:
    """Change what a description in JSON says; what is changed to ... is left out."""
    described = json.loads(path.read_text(encoding="utf-8")) | changed
    kept = {name: value for name, value in described.items() if value is not ...}
    path.write_text(json.dumps(kept), encoding="utf-8")


def change(folder: Path, name: str, by: Callable[[NDArray[Any]], NDArray[Any]]) -> None:
    """Write the weights anew with another tensor in the place of one."""
    tensors: dict[str, NDArray[Any]] = dict(load_file(folder / WEIGHTS))
    tensors[name] = by(tensors[name])
    save_file(tensors, folder / WEIGHTS)


@pytest.mark.parametrize("family", ["bert", "xlm-roberta"])
def test_a_whole_folder_can_be_read(tmp_path: Path, family: str) -> None:
    written = TinyModel(family).write(tmp_path / "model")
    files = ModelFiles.read(written)
    assert files.config.hidden_size == HIDDEN
    assert re.fullmatch("[0-9a-f]{16}", files.identity)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    for missing in (tmp_path / "none", tmp_path / "none" / "deeper", tmp_path / ("n" * 300)):
        assert error(missing) == (
            f"{missing}: this folder is not there: name the folder of a sentence model"
        )


def test_a_file_is_no_folder(folder: Path) -> None:
    weights = folder / WEIGHTS
    assert error(weights) == (
        f"{weights}: this folder is not there: name the folder of a sentence model"
    )


@pytest.mark.parametrize("name", ["config.json", WEIGHTS, "tokenizer.json"])
def test_a_file_that_is_not_there_or_is_a_folder_is_named(folder: Path, name: str) -> None:
    path = folder / name
    path.unlink()
    assert error(folder) == f"{path}: {HAS_IT}"
    path.mkdir()
    assert error(folder) == f"{path}: {HAS_IT}"


def test_an_empty_folder_lacks_a_model(tmp_path: Path) -> None:
    assert error(tmp_path) == f"{tmp_path / 'config.json'}: {HAS_IT}"


@pytest.mark.parametrize("name", ["1_Pooling/config.json", "sentence_bert_config.json"])
def test_a_file_that_may_be_missing_must_be_one_if_it_is_there(folder: Path, name: str) -> None:
    path = folder / name
    path.unlink()
    path.mkdir()
    assert error(folder) == f"{path}: {HAS_IT}"


@pytest.mark.parametrize(
    "name", ["config.json", "1_Pooling/config.json", "sentence_bert_config.json"]
)
@pytest.mark.parametrize(
    "written", [b"", b"{", b"[]", b"null", b'"a"', b"version https://git-lfs", b"\xff\xfe{}\0"]
)
def test_what_is_no_description_in_json_is_named(folder: Path, name: str, written: bytes) -> None:
    path = folder / name
    path.write_bytes(written)
    told = error(folder)
    assert told.startswith(f"{path}: ")
    assert told.endswith((NEEDED, HAS_IT))


@pytest.mark.parametrize(
    "field",
    [
        "hidden_act",
        "hidden_size",
        "intermediate_size",
        "layer_norm_eps",
        "max_position_embeddings",
        "model_type",
        "num_attention_heads",
        "num_hidden_layers",
        "type_vocab_size",
        "vocab_size",
    ],
)
def test_a_config_that_lacks_a_field_is_named_with_it(folder: Path, field: str) -> None:
    say(folder / "config.json", **{field: ...})
    assert error(folder) == f"{folder / 'config.json'}: {field}: Field required: {NEEDED}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hidden_size", 0),
        ("hidden_size", "many"),
        ("num_hidden_layers", -1),
        ("num_attention_heads", None),
        ("num_attention_heads", 2.5),
        ("max_position_embeddings", []),
        ("layer_norm_eps", float("nan")),
        ("layer_norm_eps", 1e300),
        ("layer_norm_eps", -1),
        ("vocab_size", {}),
    ],
)
def test_a_config_with_a_value_that_can_not_be_is_named_with_its_field(
    folder: Path, field: str, value: object
) -> None:
    say(folder / "config.json", **{field: value})
    told = error(folder)
    assert told.startswith(f"{folder / 'config.json'}: {field}: Input should be ")
    assert told.endswith(f": {NEEDED}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("model_type", "distilbert"),
        ("model_type", "mpnet"),
        ("model_type", "t5"),
        ("hidden_act", "relu"),
        ("hidden_act", "gelu_new"),
        ("position_embedding_type", "relative_key"),
    ],
)
def test_a_network_of_another_kind_is_not_run(folder: Path, field: str, value: str) -> None:
    say(folder / "config.json", **{field: value})
    told = error(folder)
    assert told.startswith(f"{folder / 'config.json'}: {field}: Input should be '")
    assert told.endswith(f": {NEEDED}")


def test_heads_that_do_not_share_a_vector_evenly_are_not_run(folder: Path) -> None:
    say(folder / "config.json", num_attention_heads=5)
    assert error(folder) == (
        f"{folder / 'config.json'}: hidden_size is no multiple of num_attention_heads: get the "
        "model again"
    )


@pytest.mark.parametrize(
    "pooling",
    [
        {"pooling_mode_max_tokens": True},
        {"pooling_mode_mean_sqrt_len_tokens": True},
        {"pooling_mode_weightedmean_tokens": True},
        {"pooling_mode_lasttoken": True},
        {"pooling_mode": "max"},
        {"pooling_mode": ["mean", "max"]},
    ],
    ids=str,
)
def test_a_model_that_pools_in_another_way_is_not_taken_for_one_that_takes_the_mean(
    folder: Path, pooling: dict[str, object]
) -> None:
    path = folder / "1_Pooling" / "config.json"
    say(path, **pooling)
    told = error(folder)
    assert told.startswith(f"{path}: {next(iter(pooling))}: Input should be ")
    assert told.endswith(f": {NEEDED}")


@pytest.mark.parametrize("length", [0, -5, "long"])
def test_a_length_that_can_not_be_is_named(folder: Path, length: object) -> None:
    path = folder / "sentence_bert_config.json"
    say(path, max_seq_length=length)
    told = error(folder)
    assert told.startswith(f"{path}: max_seq_length: Input should be ")
    assert told.endswith(f": {NEEDED}")


def _told_or_read(folder: Path) -> str:
    """Return what is wrong with a model, or else that it can be read with."""
    try:
        model = SentenceModel.load(folder)
    except ModelError as error:
        return str(error)
    assert len(model.read(SENTENCES)) == len(SENTENCES)
    return READ


def _header_ends(path: Path) -> int:
    (length,) = struct.unpack("<Q", path.read_bytes()[:LENGTH_BYTES])
    return LENGTH_BYTES + int(length)


@pytest.mark.parametrize("name", ["header's length", "header", "numbers", "what is not used"])
def test_weights_that_were_cut_off_are_named(folder: Path, name: str) -> None:
    path = folder / WEIGHTS
    whole, header = path.read_bytes(), _header_ends(path)
    places = {
        "header's length": (0, 1, LENGTH_BYTES - 1, LENGTH_BYTES),
        "header": (LENGTH_BYTES + 1, header // 2, header - 1, header),
        "numbers": (header + 1, header + 4, (header + len(whole)) // 2),
        "what is not used": (len(whole) - 4, len(whole) - 1),
    }
    for place in places[name]:
        path.write_bytes(whole[:place])
        assert error(folder) == f"{path}: {DAMAGED}"


@pytest.fixture(scope="module")
def breakable(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A model whose weights tests overwrite again and again, and these as they should be."""
    folder = TinyModel().write(tmp_path_factory.mktemp("models") / "breakable")
    return folder, (folder / WEIGHTS).read_bytes()


@settings(deadline=None)
@given(st.floats(0, 1, exclude_max=True))
def test_weights_are_damaged_wherever_they_were_cut_off(
    breakable: tuple[Path, bytes], share: float
) -> None:
    folder, whole = breakable
    (folder / WEIGHTS).write_bytes(whole[: int(share * len(whole))])
    assert error(folder) == f"{folder / WEIGHTS}: {DAMAGED}"


def test_weights_with_something_after_their_end_are_damaged(folder: Path) -> None:
    with (folder / WEIGHTS).open("ab") as file:
        file.write(bytes(4))
    assert error(folder) == f"{folder / WEIGHTS}: {DAMAGED}"


@pytest.mark.parametrize("length", [0, 1, 50, 2**31, 2**63, 2**64 - 1])
def test_a_header_of_another_length_is_damaged(folder: Path, length: int) -> None:
    path = folder / WEIGHTS
    path.write_bytes(struct.pack("<Q", length) + path.read_bytes()[LENGTH_BYTES:])
    assert error(folder) == f"{path}: {DAMAGED}"


def test_a_header_whose_bits_are_flipped_is_damaged(folder: Path) -> None:
    path = folder / WEIGHTS
    whole, end = path.read_bytes(), _header_ends(path)
    header = bytes(byte ^ 0xFF for byte in whole[LENGTH_BYTES:end])
    path.write_bytes(whole[:LENGTH_BYTES] + header + whole[end:])
    assert error(folder) == f"{path}: {DAMAGED}"


@settings(deadline=None, max_examples=300)
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 255))
def test_a_byte_that_is_wrong_in_the_header_is_noticed_or_does_no_harm(
    breakable: tuple[Path, bytes], share: float, byte: int
) -> None:
    folder, whole = breakable
    path = folder / WEIGHTS
    path.write_bytes(whole)
    at = int(share * _header_ends(path))
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    assert _told_or_read(folder).startswith((f"{path}: ", READ))


def _header(path: Path) -> dict[str, Any]:
    header: dict[str, Any] = json.loads(path.read_bytes()[LENGTH_BYTES : _header_ends(path)])
    return header


def _write_header(path: Path, header: dict[str, Any]) -> None:
    written, numbers = json.dumps(header).encode(), path.read_bytes()[_header_ends(path) :]
    path.write_bytes(struct.pack("<Q", len(written)) + written + numbers)


@pytest.mark.parametrize(
    "place",
    [
        {"shape": [-1, -HIDDEN]},
        {"shape": [1] * 100},
        {"shape": [2**40, 2**40]},
        {"data_offsets": [-4, 124]},
        {"data_offsets": [128, 0]},
        {"data_offsets": [2, 130]},
        {"data_offsets": [0, 2**60]},
        {"data_offsets": [0]},
        {"dtype": "F16"},
        {"dtype": 1},
    ],
    ids=str,
)
def test_a_tensor_whose_description_can_not_be_is_noticed(
    folder: Path, place: dict[str, object]
) -> None:
    path = folder / WEIGHTS
    header = _header(path)
    header["embeddings.LayerNorm.weight"] |= place
    _write_header(path, header)
    told = error(folder)
    assert told.startswith(f"{path}: ")
    assert told.endswith(
        ("get the model again", "a BERT-style model with 32-bit weights (F32) is needed")
    )


def test_tensors_with_numbers_of_one_another_are_damaged(folder: Path) -> None:
    path = folder / WEIGHTS
    header = _header(path)
    one, other = (header[f"embeddings.LayerNorm.{part}"] for part in ("bias", "weight"))
    assert one["data_offsets"][1] == other["data_offsets"][0]
    one["data_offsets"][1] = other["data_offsets"][0] = one["data_offsets"][1] + 4
    _write_header(path, header)
    assert error(folder) == f"{path}: {DAMAGED}"


def test_weights_that_are_not_those_that_were_published_are_named_with_both_digests(
    folder: Path,
) -> None:
    path = folder / WEIGHTS
    published = hashlib.sha256(path.read_bytes()).hexdigest()
    ModelFiles.read(folder, published)
    whole = bytearray(path.read_bytes())
    whole[-1] ^= 1
    path.write_bytes(whole)
    found = hashlib.sha256(whole).hexdigest()
    assert error(folder, published) == (
        f"{path}: the file is not the one that was published (its SHA-256 is {found}, not "
        f"{published}): install the model again"
    )


@pytest.mark.parametrize("name", [name for name in TinyModel().weights() if "pooler" not in name])
def test_a_tensor_that_is_missing_or_of_another_shape_is_named(folder: Path, name: str) -> None:
    path = folder / WEIGHTS
    change(folder, name, lambda tensor: tensor[..., :-1].copy())
    shape = list(TinyModel().weights()[name].shape)
    assert error(folder) == (
        f"{path}: '{name}' has the shape {[*shape[:-1], shape[-1] - 1]}, and by config.json "
        f"{shape}: get the model again"
    )
    tensors = load_file(path)
    del tensors[name]
    save_file(tensors, path)
    assert error(folder) == (
        f"{path}: '{name}' is missing: a BERT-style model with 32-bit weights (F32) is needed"
    )


@pytest.mark.parametrize(
    ("field", "value", "name"),
    [
        ("hidden_size", 64, "embeddings.word_embeddings.weight"),
        ("vocab_size", 1000, "embeddings.word_embeddings.weight"),
        ("max_position_embeddings", 512, "embeddings.position_embeddings.weight"),
        ("type_vocab_size", 1, "embeddings.token_type_embeddings.weight"),
        ("intermediate_size", 128, "encoder.layer.0.intermediate.dense.weight"),
        ("num_hidden_layers", 3, "encoder.layer.2.attention.self.query.weight"),
        ("num_hidden_layers", 10**12, "encoder.layer.2.attention.self.query.weight"),
    ],
)
def test_a_config_that_does_not_fit_the_weights_is_noticed_at_the_first_tensor(
    folder: Path, field: str, value: int, name: str
) -> None:
    say(folder / "config.json", **{field: value})
    assert error(folder).startswith(f"{folder / WEIGHTS}: '{name}' ")


def test_a_tensor_that_lies_on_its_side_is_noticed(folder: Path) -> None:
    # As many numbers, in another shape.
    change(folder, "encoder.layer.0.output.dense.weight", lambda tensor: tensor.T.copy())
    assert "has the shape [64, 32], and by config.json [32, 64]" in error(folder)


@pytest.mark.parametrize(("kind", "name"), [(np.float16, "F16"), (np.float64, "F64")])
def test_weights_of_another_precision_are_named_with_it(
    folder: Path, kind: type[np.floating[Any]], name: str
) -> None:
    path = folder / WEIGHTS
    save_file({tensor: one.astype(kind) for tensor, one in load_file(path).items()}, path)
    assert error(folder) == (
        f"{path}: 'embeddings.word_embeddings.weight' is in {name}: a BERT-style model with 32-bit "
        "weights (F32) is needed"
    )


def test_a_single_tensor_of_another_precision_is_named(folder: Path) -> None:
    name = "encoder.layer.1.attention.self.key.bias"
    change(folder, name, lambda tensor: tensor.astype(np.float16))
    assert error(folder).startswith(f"{folder / WEIGHTS}: '{name}' is in F16: ")


@pytest.mark.parametrize("written", [b"", b"{", b"{}", b"null", b"[CLS]\n[SEP]", b"\xff"])
def test_what_is_no_tokenizer_is_named(folder: Path, written: bytes) -> None:
    path = folder / "tokenizer.json"
    path.write_bytes(written)
    told = error(folder)
    assert told.startswith((f"{path}: this is no tokenizer (", f"{path}: {HAS_IT}"))


def test_a_tokenizer_that_was_cut_off_is_named(folder: Path) -> None:
    path = folder / "tokenizer.json"
    whole = path.read_bytes()
    for length in range(0, len(whole), 97):
        path.write_bytes(whole[:length])
        told = error(folder)
        assert told.startswith(f"{path}: this is no tokenizer (")
        assert told.endswith("): get the model again")


def _described(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_tokenizer_with_more_words_than_the_model_is_named(folder: Path) -> None:
    path = folder / "tokenizer.json"
    described = _described(path)
    vocabulary = described["model"]["vocab"]
    known = len(vocabulary)
    vocabulary["lighthouse"] = known
    path.write_text(json.dumps(described), encoding="utf-8")
    assert error(folder) == (
        f"{path}: it has a token with the number {known}, and the model's vocabulary by "
        f"config.json ends before {known}: get the model again"
    )


def test_a_tokenizer_that_marks_texts_with_what_the_model_has_not_is_named(folder: Path) -> None:
    path = folder / "tokenizer.json"
    described = _described(path)
    described["post_processor"]["special_tokens"]["[CLS]"]["ids"] = [5000]
    path.write_text(json.dumps(described), encoding="utf-8")
    assert error(folder).startswith(f"{path}: it has a token with the number 5000, and ")


def test_a_tokenizer_that_does_not_mark_texts_is_named(folder: Path) -> None:
    # It would leave nothing to read of a text without words.
    path = folder / "tokenizer.json"
    say(path, post_processor=None)
    assert error(folder) == (
        f"{path}: it marks a text with 0 tokens, and the model reads 40: the tokenizer of a "
        "BERT-style model is needed"
    )


def test_a_model_that_reads_no_more_than_marks_is_named(folder: Path) -> None:
    say(folder / "sentence_bert_config.json", max_seq_length=2)
    assert error(folder) == (
        f"{folder / 'tokenizer.json'}: it marks a text with 2 tokens, and the model reads 2: the "
        "tokenizer of a BERT-style model is needed"
    )


def test_a_tokenizer_without_a_word_for_the_unknown_is_named(folder: Path) -> None:
    path = folder / "tokenizer.json"
    described = _described(path)
    described["model"]["unk_token"] = "[NONE]"
    path.write_text(json.dumps(described), encoding="utf-8")
    assert error(folder).startswith(f"{path}: this is no tokenizer (")


def test_a_tokenizer_at_which_its_library_panics_is_named(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = folder / "tokenizer.json"
    described = _described(path)
    signs = described["post_processor"]["special_tokens"]
    signs["[CLT]"] = signs.pop("[CLS]")
    path.write_text(json.dumps(described), encoding="utf-8")
    assert error(folder).startswith(f"{path}: this is no tokenizer (")
    capfd.readouterr()


def test_padding_and_lengths_that_a_tokenizer_came_with_do_not_count(folder: Path) -> None:
    before = SentenceModel.load(folder).read(SENTENCES)
    say(
        folder / "tokenizer.json",
        truncation={
            "direction": "Left",
            "max_length": 3,
            "strategy": "LongestFirst",
            "stride": 0,
        },
        padding={
            "strategy": {"Fixed": 64},
            "direction": "Right",
            "pad_to_multiple_of": None,
            "pad_id": 1,
            "pad_type_id": 0,
            "pad_token": "[PAD]",
        },
    )
    after = SentenceModel.load(folder).read(SENTENCES)
    for one, other in zip(before, after, strict=True):
        assert np.array_equal(one.vector, other.vector)
        assert np.array_equal(one.spans, other.spans)


@pytest.mark.parametrize("name", ["", "1_Pooling", "config.json", WEIGHTS, "tokenizer.json"])
def test_what_may_not_be_read_is_named(folder: Path, name: str) -> None:
    closed = folder / name
    mode = closed.stat().st_mode
    closed.chmod(0)
    try:
        if os.access(closed, os.R_OK):
            pytest.skip("whoever runs this may read everything")
        told = error(folder)
    finally:
        closed.chmod(mode)
    assert told.startswith(str(closed))
    assert told.endswith(HAS_IT)
