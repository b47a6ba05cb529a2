"""The form of a case in the editor."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

_LENGTH = 100
Result = TypeVar("Result")
# A control called "action" hides the form's own attribute from scripts, and Wagtail's autosave reads it.
HTML_NAMES = {"action": "what_was_done"}
_FOLLOW_TITLE = {"slug", "identifier"}


class CaseForm(WagtailAdminPageForm):
    """Its address and its stable identifier follow the title until it is published or somebody writes one.

    Whoever reviews it reads and comments: what else they type is not taken, whatever they post.
    """

    _only_shown: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _FOLLOW_TITLE & self.fields.keys():
            self.fields[name].required = bool(self.instance.first_published_at)
        if self.instance.pk and not self._may_write():
            self._only_comments()

    def _may_write(self) -> bool:
        """Administrators mend anything; for the rest it is the table of `accounts.permissions`."""
        user = self.for_user
        return user is None or user.is_superuser or user.can("write", self.instance.municipality)

    def _only_comments(self) -> None:
        """What is shown cannot be typed in, and what is posted about it is not looked at."""
        lists = {name: formset for name, formset in self.formsets.items() if name != "comments"}
        if self.is_bound:
            self.formsets |= {name: _as_stored(formset) for name, formset in lists.items()}
            self._only_shown = tuple(lists)
            for name in self.fields.keys() - {"comment_notifications"}:
                del self.fields[name]
        for form in (self, *(form for name in lists for form in self.formsets[name].forms)):
            for name, field in form.fields.items():
                field.disabled = name != "comment_notifications"

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(HTML_NAMES.get(field_name, field_name))

    def is_valid(self) -> bool:
        return self._without_what_is_shown(super().is_valid)

    def save(self, commit: bool = True) -> Any:
        return self._without_what_is_shown(lambda: super(CaseForm, self).save(commit=commit))

    def _without_what_is_shown(self, act: Callable[[], Result]) -> Result:
        """There is nothing in those lists to find wrong, nor to save."""
        shown = {name: self.formsets.pop(name) for name in self._only_shown}
        try:
            return act()
        finally:
            self.formsets |= shown

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in _FOLLOW_TITLE & self.fields.keys():
            if name not in self.errors and self._follows_title(cleaned.get(name)):
                free = self._free_identifier if name == "identifier" else self._free_slug
                cleaned[name] = free(_slug_of(cleaned.get("title", "")))
        return cleaned

    def _follows_title(self, typed: str | None) -> bool:
        """The first autosave may come with half a title."""
        if not typed or self.instance.first_published_at:
            return not typed
        return bool(re.fullmatch(rf"{re.escape(_slug_of(self.instance.title))}(-\d+)?", typed))

    def _free_slug(self, wanted: str) -> str:
        candidates = (wanted, *(f"{wanted}-{n}" for n in range(2, 1000)))
        return next(
            one for one in candidates if Page._slug_is_available(one, self.parent_page, self.instance)
        )

    def _free_identifier(self, wanted: str) -> str:
        others = type(self.instance)._base_manager.exclude(pk=self.instance.pk)
        taken = set(others.filter(identifier__startswith=wanted).values_list("identifier", flat=True))
        candidates = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
        return next(one for one in candidates if one not in taken)


def _as_stored(posted: Any) -> Any:
    """The list of rows as it was, without what was posted about it."""
    return type(posted)(instance=posted.instance, prefix=posted.prefix, form_kwargs=posted.form_kwargs)


def _slug_of(title: str) -> str:
    return slugify(title)[: _LENGTH - 4].strip("-") or "caso"
