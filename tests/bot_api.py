"""Telegram's description of its Bot API, to hold calls and results against."""

import json
from collections.abc import Iterable
from typing import Any

from preview.account import Call

_PLAIN = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "Float": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
}

# python-telegram-bot sends its default parse mode here too; Telegram passes over it.
_ADDED_BY_CLIENT = {
    "editMessageReplyMarkup": {"parse_mode"},
    "editMessageMedia": {"parse_mode"},
}


class BotApi:
    """Methods and types as data."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.methods = description["methods"]
        self.types = description["types"]

    def check_result(self, method: str, result: Any) -> None:
        """Fail where a result is not of a type that the method returns."""
        returns = self.methods[method]["returns"]
        faults = [self.faults(result, kind) for kind in returns]
        assert not all(faults), f"{method} returned what it should not: {faults}\n{result}"

    def check_calls(self, calls: Iterable[Call]) -> None:
        """Fail where a call has a parameter that there is not, or lacks a required one."""
        for call in calls:
            fields = {field["name"]: field for field in self.methods[call.method].get("fields", [])}
            unknown = set(call.parameters) - set(fields) - _ADDED_BY_CLIENT.get(call.method, set())
            required = {name for name, field in fields.items() if field["required"]}
            missing = required - set(call.parameters)
            assert not unknown, f"{call.method} was called with {unknown}"
            assert not missing, f"{call.method} was called without {missing}"
            for name in call.parameters.keys() & fields.keys():
                value, kinds = call.parameters[name], fields[name]["types"]
                if not any(kind in _PLAIN for kind in kinds):
                    content = json.loads(value)
                    assert not all(self.faults(content, kind) for kind in kinds), (
                        f"{call.method}: {name} is no {kinds}: {value}"
                    )

    def faults(self, value: Any, kind: str, at: str = "result") -> list[str]:
        """Return what keeps a value from being of a type."""
        if kind in _PLAIN:
            return [] if _PLAIN[kind](value) else [f"{at} is no {kind}: {value!r}"]
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{at} is no list"]
            inner = kind.removeprefix("Array of ")
            return [
                fault
                for number, one in enumerate(value)
                for fault in self.faults(one, inner, f"{at}[{number}]")
            ]
        described = self.types[kind]
        if described.get("subtypes"):
            return self._faults_of_any(value, described["subtypes"], at)
        if not isinstance(value, dict):
            return [f"{at} is no {kind}"]
        fields = {field["name"]: field for field in described.get("fields", [])}
        faults = [f"{at}.{name} is not of {kind}" for name in value.keys() - fields.keys()]
        for name, field in fields.items():
            if name in value:
                faults += self._faults_of_any(value[name], field["types"], f"{at}.{name}")
            elif field["required"]:
                faults.append(f"{at}.{name} is missing")
        return faults

    def _faults_of_any(self, value: Any, kinds: list[str], at: str) -> list[str]:
        """Return the fewest faults that a value has as one of several types."""
        return min((self.faults(value, kind, at) for kind in kinds), key=len)
