"""The standard's own documents, and questions put to them: schema errors, words without a meaning."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft201909Validator

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "open_badges"
CONTEXT_FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "extensions.json",
}


@cache
def document(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def credential_errors(credential: object) -> list[str]:
    return _errors("ob_v3p0_achievementcredential_schema.json", credential)


def profile_errors(profile: object) -> list[str]:
    return _errors("ob_v3p0_profile_schema.json", profile)


@cache
def _validator(name: str) -> Draft201909Validator:
    schema = document(name)
    Draft201909Validator.check_schema(schema)
    return Draft201909Validator(schema, format_checker=Draft201909Validator.FORMAT_CHECKER)


def _errors(name: str, instance: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in _validator(name).iter_errors(instance)]


def unknown_words(credential: Mapping[str, Any]) -> list[str]:
    """Keys and types that the credential's own contexts do not define: a JSON-LD reader would drop them."""
    words: dict[str, Any] = {}
    for address in credential["@context"]:
        words |= document(CONTEXT_FILES[address])["@context"]
    return list(_unknown({key: value for key, value in credential.items() if key != "@context"}, words, "$"))


def _unknown(node: Any, words: Mapping[str, Any], where: str) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _unknown(one, words, where)
    if not isinstance(node, dict):
        return
    types = node.get("type", [])
    known = dict(words)
    for kind in [types] if isinstance(types, str) else types:
        if kind not in words:
            yield f"{where}: {kind}"
        meaning = words.get(kind)
        known |= meaning.get("@context", {}) if isinstance(meaning, dict) else {}
    for key, value in node.items():
        if key not in known:
            yield f"{where}.{key}"
        yield from _unknown(value, known, f"{where}.{key}")
