"""Dates and figures as people write them in Argentina."""

import calendar
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from cases.figures import may_be_negative
from design.formats import number

OLDEST, LATEST = 1950, 2100
TOO_LARGE = Decimal(10**10)


class DayField(forms.Field):
    """ "2/3/2026", "2-3-2026" or "2026-03-02". "3/2026" is the last day of that month that has passed.

    The last day is the cautious one: it never claims that something has lasted longer than it has.
    """

    def __init__(self, *, future: bool = False, **kwargs: Any) -> None:
        hint = _("Such as 2/3/2026; or 3/2026, if you do not know the day.")
        kwargs.setdefault("help_text", hint)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)
        self.future = future
        self.widget.attrs |= {"maxlength": "20", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        return typed_day(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        day = _read(text)
        if day is None:
            raise ValidationError(_("That is not a date. Write it like 2/3/2026, or 3/2026 without the day."))
        if not OLDEST <= day.year <= LATEST:
            years = {"first": OLDEST, "last": LATEST}
            raise ValidationError(
                _("Check the year: it goes from %(first)d to %(last)d, with four digits."), params=years
            )
        if not self.future and day > localdate():
            raise ValidationError(_("This date has not come yet."))
        return day


def _read(text: str) -> date | None:
    parts = re.split(r"\s*[/.\-]\s*", text)
    if not all(re.fullmatch(r"\d{1,4}", part, re.ASCII) for part in parts):
        return None
    numbers = [int(part) for part in parts]
    if len(parts) == 3 and len(parts[0]) == 4:
        numbers.reverse()
    try:
        if len(numbers) == 3:
            return date(numbers[2], numbers[1], numbers[0])
        if len(numbers) == 2:
            return _end_of_month(numbers[1], numbers[0])
    except (ValueError, calendar.IllegalMonthError):
        return None
    return None


def _end_of_month(year: int, month: int) -> date:
    last = date(year, month, calendar.monthrange(year, month)[1])
    today = localdate()
    return today if (last.year, last.month) == (today.year, today.month) else last


class FigureField(forms.Field):
    """ "41,5", "41.5", "12.500" (twelve and a half thousand), "1.234.567,8" and, with its unit, "41,5 %".

    A point before three digits is read as in Argentina, as thousands; it is shown back before sending. Below
    zero only what may be: `about` is the name of the indicator (`cases.figures.may_be_negative`).
    """

    def __init__(self, *, unit: str, about: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit, self.about = unit, about
        self.widget.attrs |= {
            "inputmode": "decimal",
            "autocomplete": "off",
            "maxlength": "40",
            "class": "short",
        }

    def prepare_value(self, value: Any) -> Any:
        return typed_amount(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        amount = _amount(self._without_unit(text))
        if amount is None:
            message = _("Write only the number: it is measured in “%(unit)s”.")
            if not self.unit:
                message = _("Write only the number, such as 94,5 or 20.000.")
            raise ValidationError(message, params={"unit": self.unit})
        if abs(amount) >= TOO_LARGE or -int(amount.as_tuple().exponent) > 4:
            raise ValidationError(_("At most ten digits, and four decimals."))
        if self.unit.strip() == "%" and not 0 <= amount <= 100:
            raise ValidationError(_("A percentage goes from 0 to 100."))
        if amount < 0 and self.unit and not may_be_negative(self.unit, self.about):
            message = _("It cannot be below zero: it is measured in “%(unit)s”.")
            raise ValidationError(message, params={"unit": self.unit})
        return amount

    def _without_unit(self, text: str) -> str:
        folded, unit = text.casefold(), self.unit.strip().casefold()
        return text[: -len(unit)].strip() if unit and folded.endswith(unit) else text


def _amount(text: str) -> Decimal | None:
    text = text.replace("−", "-").replace("\u00a0", "").replace(" ", "")
    if re.fullmatch(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d+)?", text, re.ASCII):
        return Decimal(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"-?\d+([.,]\d+)?", text, re.ASCII):
        return Decimal(text.replace(",", "."))
    return None


def typed_day(day: date | None) -> str:
    """As a person would type it."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def typed_amount(amount: Decimal | None) -> str:
    """As a person would type it: what `FigureField` reads back as the same number."""
    return number(amount)
