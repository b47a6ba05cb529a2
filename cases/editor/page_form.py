"""The form of a case in the editor."""

from typing import Any

from django.utils.text import slugify
from wagtail.admin.forms import WagtailAdminPageForm

_LENGTH = 100


class CaseForm(WagtailAdminPageForm):
    """Its stable identifier comes from the title when nobody writes one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "identifier" in self.fields:
            self.fields["identifier"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            "identifier" in self.fields
            and not cleaned.get("identifier")
            and not self.errors.get("identifier")
        ):
            cleaned["identifier"] = self._free_identifier(slugify(cleaned.get("title", "")) or "caso")
        return cleaned

    def _free_identifier(self, wanted: str) -> str:
        others = type(self.instance)._base_manager.exclude(pk=self.instance.pk)
        wanted = wanted[: _LENGTH - 4].strip("-")
        taken = set(others.filter(identifier__startswith=wanted).values_list("identifier", flat=True))
        candidates = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
        return next(one for one in candidates if one not in taken)
