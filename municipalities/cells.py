"""One cell → one fact, or a reason why not. A wrong figure is refused, never guessed."""

import re

from django.utils.translation import gettext as _

from municipalities.countries import LARGEST_POPULATION, country

MISSING = {"", "-", "--", "S/D", "SD", "N/A", "NA", "NULL", "...", "///"}


class BadCell(Exception):
    """Why the cell cannot be a fact, in the person's words."""


def missing(text: str) -> bool:
    """Official tables write "-", "S/D" and the like where there is no datum."""
    return text.strip().upper() in MISSING


def people(text: str) -> int | None:
    """A number of inhabitants: "17.072", "17,072" and "17072" are the same. None when missing."""
    if missing(text):
        return None
    digits = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(\1\d{3})*", digits, re.ASCII):
        digits = re.sub(r"[.,]", "", digits)
    elif re.fullmatch(r"\d+\.0", digits, re.ASCII):
        digits = digits[:-2]
    if not re.fullmatch(r"\d{1,12}", digits, re.ASCII):
        raise BadCell(_("It is not a whole number of inhabitants."))
    if int(digits) > LARGEST_POPULATION:
        raise BadCell(_("No municipality has so many inhabitants."))
    return int(digits)


def year(text: str) -> int | None:
    """The year of a census or an estimate, between 1900 and 2100. None when missing."""
    if missing(text):
        return None
    if not re.fullmatch(r"(19|20)\d\d(\.0)?", text, re.ASCII):
        raise BadCell(_("It is not a year."))
    return int(text[:4])


def degrees(text: str, axis: str, country_code: str) -> float | None:
    """A coordinate within the country, rounded to a tenth of a metre. `axis` is "latitude" or "longitude"."""
    if missing(text):
        return None
    try:
        value = float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise BadCell(_("It is not a coordinate in decimal degrees.")) from None
    extent = country(country_code)
    low, high = extent.latitudes if axis == "latitude" else extent.longitudes
    if not low <= value <= high:
        raise BadCell(_("The point is outside the country."))
    return round(value, 6)


def official_code(text: str, country_code: str) -> str:
    """The code as its office writes it: leading zeros come back where the country's width is fixed."""
    code = text.strip()
    if code.endswith(".0") and code[:-2].isdigit():
        code = code[:-2]
    if missing(code):
        raise BadCell(_("The official code is missing."))
    width = country(country_code).digits
    if width and code.isascii() and code.isdigit() and len(code) <= width:
        return code.zfill(width)
    if width:
        raise BadCell(_("The codes of this country have %(digits)d digits.") % {"digits": width})
    if not re.fullmatch(r"[A-Za-z0-9]{1,16}", code):
        raise BadCell(_("A code has at most 16 letters and digits."))
    return code


def place_name(text: str) -> str:
    """A name of at most 150 characters with at least one letter. Empty when missing."""
    if missing(text):
        return ""
    if len(text) > 150:
        raise BadCell(_("A name has at most 150 characters."))
    if "<" in text or ">" in text or not any(letter.isalnum() for letter in text):
        raise BadCell(_("It is not a name."))
    return text


def country_code(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise BadCell(_("Write the country with two letters, such as AR."))
    return code
