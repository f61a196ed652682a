"""What comes in as a scenario is untrusted: it is read, or refused with one sentence that says where and what to do.

``scenario.schema.json`` is the schema, a JSON Schema; docs/scenario.md explains it to people.
"""

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from liveo.core.errors import LiveoError

FORMAT: Final = "liveo-scenario"
VERSION: Final = 1
MOST_BYTES: Final = 2_000_000

_PLACES: Final = {"steps": "étape", "changes": "changement"}
_LONGEST_SHOWN: Final = 40


class ScenarioRefused(LiveoError):
    """A scenario cannot be read: what it says, where, and what should be there."""


def parsed_scenario(content: bytes | str) -> dict[str, Any]:
    """Return a scenario that obeys the schema, as JSON values; raises ScenarioRefused."""
    document = _parsed(_text(content))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ScenarioRefused("Ce fichier n'est pas un scénario de Livéo : exportez-en un depuis le Simulateur.")
    version = document.get("version")
    if version != VERSION or isinstance(version, bool):
        raise ScenarioRefused(
            f"Ce scénario est en version {shown(version)} ; cette version de Livéo lit la version {VERSION} : "
            "exportez-le de nouveau."
        )
    for error in schema().iter_errors(document):
        raise ScenarioRefused(_sentence(error))
    return document


@cache
def schema() -> Draft202012Validator:
    """Return the schema, ready to check."""
    file = resources.files("liveo.services").joinpath("scenario.schema.json")
    return Draft202012Validator(json.loads(file.read_text(encoding="utf-8")))


def place_words(path: Iterable[str | int]) -> str:
    """Say where something stands: "étape 2, changement 1, champ « option »"."""
    words: list[str] = []
    for part in path:
        if isinstance(part, str):
            words.append(f"champ « {part} »")
        elif words and words[-1] in (f"champ « {name} »" for name in _PLACES):
            words[-1] = f"{_PLACES[words[-1][8:-2]]} {part + 1}"
        else:
            words.append(f"rang {part + 1}")
    return ", ".join(words)


def shown(found: object) -> str:
    """Show a value of a file as it may stand in a sentence: short, on one line."""
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)
    line = re.sub(r"\s+|[\x00-\x1f\x7f]", " ", text[: _LONGEST_SHOWN + 1])
    return line if len(text) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def _text(content: bytes | str) -> str:
    if len(content) > MOST_BYTES:
        raise ScenarioRefused(f"Le scénario dépasse {MOST_BYTES // 1_000_000} Mo : aucun scénario n'est si gros.")
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioRefused("Le scénario n'est pas un texte en UTF-8 : exportez-le de nouveau.") from None


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refused_constant, object_pairs_hook=_without_doubles)
    except RecursionError:
        raise ScenarioRefused("Le scénario est imbriqué trop profondément : aucun scénario ne l'est.") from None
    except json.JSONDecodeError as error:
        raise ScenarioRefused(
            f"Le scénario n'est pas du JSON : faute à la ligne {error.lineno}, colonne {error.colno}."
        ) from None
    except ValueError:  # a whole number of thousands of digits
        raise ScenarioRefused("Le scénario contient un nombre démesuré : corrigez-le.") from None


def _refused_constant(text: str) -> object:
    raise ScenarioRefused(f"Le scénario contient « {text} », qui n'est pas un nombre : corrigez-le.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ScenarioRefused("Le scénario donne deux fois le même champ au même endroit : gardez-en un.")
    return found


def _sentence(error: ValidationError) -> str:
    place = place_words(error.absolute_path)
    what = _missing(error) or _unknown_fields(error) or _unsuitable(error)
    return f"Scénario refusé, {place} : {what}" if place else f"Scénario refusé : {what}"


def _missing(error: ValidationError) -> str:
    if error.validator != "required" or not isinstance(error.instance, dict):
        return ""
    missing = [name for name in error.validator_value if name not in error.instance]
    return f"il manque le champ « {missing[0]} »."


def _unknown_fields(error: ValidationError) -> str:
    if error.validator != "additionalProperties" or not isinstance(error.schema, dict):
        return ""
    unknown = sorted(set(error.instance) - set(error.schema["properties"]))
    known = ", ".join(error.schema["properties"])
    return f"le champ « {shown(unknown[0])} » est inconnu. Connus : {known}."


def _unsuitable(error: ValidationError) -> str:
    expected = error.schema.get("description", "une autre valeur") if isinstance(error.schema, dict) else ""
    known = f" Connus : {', '.join(error.validator_value)}." if error.validator == "enum" else ""
    return f"« {shown(error.instance)} » ne convient pas, il faut {expected}.{known}"
