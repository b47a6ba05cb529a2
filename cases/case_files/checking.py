"""The checks that need no database: shape (the schema), texts, numbers. Each error names its JSON path."""

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from cases.case_files.fields import MANY_LINES, schema
from cases.case_files.problems import Problem
from cases.case_files.reading import Repeated
from cases.case_files.texts import has_markup, plain

MAX_DEPTH = 12
SIGNIFICANT = 15  # digits that every reader of JSON keeps


def envelope_errors(document: Any) -> list[Problem]:
    """Why the document as a whole is not a case file, whatever its cases say."""
    if not isinstance(document, dict):
        return [Problem("$", _("A case file is a JSON object with format, version and cases."))]
    cases = document.get("cases")
    empty = {**document, **({"cases": []} if isinstance(cases, list) else {})}
    try:
        return [*_doubled(document, "$"), *schema_errors(empty)]
    except RecursionError:
        return [Problem("$", _("The file is nested too deeply."))]


def case_errors(case: Any, path: str) -> list[Problem]:
    """What is wrong with the shape of one case. Look at `odd_values` first: this may not survive them."""
    document = {"format": "entre-pares/cases", "version": 1, "cases": [case]}
    return [Problem(p.path.replace("$.cases[0]", path, 1), p.message) for p in schema_errors(document)]


def schema_errors(document: Any) -> list[Problem]:
    """Everything in which the document departs from the published schema, in a person's words."""
    return [problem for error in _validator().iter_errors(document) for problem in _explained(error)]


def odd_values(value: Any, path: str, depth: int = 0) -> Iterator[Problem]:
    """Repeated keys, numbers that are not, and nesting beyond any case."""
    if depth > MAX_DEPTH:
        yield Problem(path, _("Nested too deeply."))
    elif isinstance(value, dict):
        yield from _doubled(value, path)
        for key, inner in value.items():
            yield from odd_values(inner, f"{path}.{key}", depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from odd_values(inner, f"{path}[{index}]", depth + 1)
    elif isinstance(value, float | Decimal):
        if not math.isfinite(value):
            yield Problem(path, _("This is not a number (NaN and Infinity are no figures)."))
        elif len(Decimal(str(value)).normalize().as_tuple().digits) > SIGNIFICANT:
            yield Problem(path, _("More than 15 significant digits: round the figure."))


def plain_texts(value: Any, path: str, warnings: list[Problem], key: str = "") -> Any:
    """A copy in which every text is plain; each one that held HTML adds a warning."""
    if isinstance(value, dict):
        return {name: plain_texts(inner, f"{path}.{name}", warnings, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain_texts(inner, f"{path}[{n}]", warnings, key) for n, inner in enumerate(value)]
    if not isinstance(value, str):
        return value
    if has_markup(value):
        warnings.append(Problem(path, _("Texts are plain: HTML and control characters were taken out.")))
    return plain(value, many_lines=key in MANY_LINES)


def _doubled(value: Mapping[str, Any], path: str) -> Iterator[Problem]:
    if isinstance(value, Repeated):
        for key in value.keys_repeated:
            yield Problem(f"{path}.{key}", _("This key appears more than once in the same object."))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _explained(error: ValidationError) -> Iterator[Problem]:
    path, rule = _path(error), error.validator
    said: Any = error.validator_value
    instance: Any = error.instance
    known = _shape(error).get("properties", {})
    if rule == "required":
        for key in said:
            if key not in instance:
                yield Problem(f"{path}.{key}", _("This is missing."))
    elif rule == "additionalProperties":
        for key in sorted(set(instance) - set(known)):
            yield Problem(f"{path}.{key}", _("The format has no such field."))
    elif not (rule == "format" and _also_fails_pattern(error)):
        yield Problem(path, _sentence(rule, said, error))


def _also_fails_pattern(error: ValidationError) -> bool:
    """A date that is not even written as one is one error, not two."""
    siblings = _validator().evolve(schema={"pattern": _shape(error).get("pattern", "")})
    return not siblings.is_valid(error.instance)


def _sentence(rule: Any, said: Any, error: ValidationError) -> str:
    if rule == "type":
        return _("This should be %(kind)s.") % {"kind": _KINDS[str(said)]()}
    if rule in ("enum", "const"):
        options = said if rule == "enum" else [said]
        return _("Unknown value. It may be: %(options)s.") % {"options": ", ".join(map(str, options))}
    if rule == "format" or (rule == "pattern" and "format" in _shape(error)):
        if _shape(error)["format"] == "date":
            return _("This is not a date written YYYY-MM-DD.")
        return _("This is not a web address that begins with http:// or https://.")
    sentences = {
        "pattern": _("This is not written as the format asks (%(said)s)."),
        "minLength": _("Too short: it needs at least %(said)s characters."),
        "maxLength": _("Too long: it takes at most %(said)s characters."),
        "minimum": _("Too small: at least %(said)s."),
        "maximum": _("Too large: at most %(said)s."),
        "uniqueItems": _("The same value appears more than once."),
        "minProperties": _("This object is empty."),
        "oneOf": _("Give either a definition of the catalogue or a custom indicator."),
    }
    return sentences.get(str(rule), _("This is not as the format asks.")) % {"said": said}


_KINDS = {
    "object": lambda: _("an object"),
    "array": lambda: _("a list"),
    "string": lambda: _("a text between quotes"),
    "number": lambda: _("a number, without quotes"),
    "integer": lambda: _("a whole number"),
    "boolean": lambda: _("true or false"),
}


def _shape(error: ValidationError) -> dict[str, Any]:
    """The part of the schema that was not met."""
    return error.schema if isinstance(error.schema, dict) else {}


def _path(error: ValidationError) -> str:
    return "$" + "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
