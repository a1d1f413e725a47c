"""The JSON Schema of a knowledge file, by which editors complete and check as one types.

It is made from the models. ``run_bot.py check`` is stricter: it also knows what no schema can say,
such as that no two exchanges have one id.
"""

import json
import re
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue
from pydantic_core import core_schema

from knowledge.interview import Interview

SCHEMA_NAME = "interview.schema.json"
# How a file says it; see https://github.com/redhat-developer/yaml-language-server#using-inlined-schema
SCHEMA_LINE = f"# yaml-language-server: $schema={SCHEMA_NAME}"

# Signs besides white space.
_NOT_BLANK = r"\S"
# In a knowledge file every scalar is text; an editor takes some for what YAML says they are.
_TAKEN_FOR = {"integer": "2025", "number": "1.5", "boolean": "true"}


def schema_as_json() -> str:
    """Return the JSON Schema of a knowledge file, as its file holds it."""
    schema = Interview.model_json_schema(schema_generator=_ForEditors)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _ForEditors(GenerateJsonSchema):
    """Says of a file in an editor what ``check`` says of it."""

    def generate(
        self, schema: core_schema.CoreSchema, mode: JsonSchemaMode = "validation"
    ) -> JsonSchemaValue:
        return {"$schema": self.schema_dialect, **super().generate(schema, mode)}

    def field_title_should_be_set(self, _schema: object) -> bool:
        # Pydantic's titles are the names once more.
        return False

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        text = super().str_schema(schema)
        if schema.get("strip_whitespace"):
            text.setdefault("pattern", _NOT_BLANK)
        pattern = text.get("pattern", "")
        others = [kind for kind, sample in _TAKEN_FOR.items() if re.search(pattern, sample)]
        if "number" in others:
            others.remove("integer")
        return {**text, "type": ["string", *others]} if others else text

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return _or_empty(self.generate_inner(schema["schema"]))

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        # What has a default may be left empty; only one that says something is worth showing.
        inner = _or_empty(self.generate_inner(schema["schema"]))
        default: Any = schema.get("default")
        return {**inner, "default": default} if default else inner


def _or_empty(schema: JsonSchemaValue) -> JsonSchemaValue:
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": [*(kind for kind in kinds if kind != "null"), "null"]}
