"""Numbers and dates as they are written in Argentina."""

from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.timezone import localtime


def number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """102236 → "102.236"; 12.50 → "12,5"; None → "". At most four decimals, no trailing zeros."""
    if value is None or value == "":
        return ""
    if type(value) is int and decimals is None:  # most of the numbers of a page
        return f"{value:,}".replace(",", ".").replace("-", "−")
    amount = Decimal(str(value))
    text = f"{amount:.4f}".rstrip("0").rstrip(".") if decimals is None else f"{amount:.{decimals}f}"
    whole, _, fraction = text.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def longdate(value: date | None) -> str:
    """2026-03-02 → "2 de marzo de 2026"."""
    return formats.date_format(_local(value), r"j \d\e F \d\e Y") if value else ""


def monthyear(value: date | None) -> str:
    """2026-03-02 → "marzo de 2026"."""
    return formats.date_format(_local(value), r"F \d\e Y").lower() if value else ""


def _local(value: date) -> date:
    return localtime(value) if hasattr(value, "tzinfo") and value.tzinfo else value
