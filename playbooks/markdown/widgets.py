"""The box where Markdown is written: a plain one, to which a script adds buttons and a preview."""

from typing import Any

from django.forms import Media
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminAutoHeightTextInput


class MarkdownInput(AdminAutoHeightTextInput):
    """Everything that the script says comes in `data-` attributes, in the language of who edits."""

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs = super().build_attrs(*args, **kwargs)
        controllers = f"{attrs.get('data-controller', '')} markdown".strip()
        labels = {f"data-markdown-{name}-label": text for name, text in _labels().items()}
        return attrs | labels | {"data-controller": controllers, "data-markdown-url-value": _preview()}

    @property
    def media(self) -> Media:
        return super().media + Media(
            js=[versioned_static(f"playbooks/markdown-{name}.js") for name in ("word", "editor")],
            css={"all": [versioned_static("playbooks/markdown-editor.css")]},
        )


def _preview() -> str:
    try:
        return reverse("playbook_files:preview")
    except NoReverseMatch:  # a form outside of the site, as in a check
        return ""


def _labels() -> dict[str, str]:
    return {
        "toolbar": _("Format"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "heading": _("Heading"),
        "list": _("List"),
        "checklist": _("Checklist"),
        "table": _("Table"),
        "link": _("Link"),
        "quote": _("Quotation"),
        "preview": _("Preview"),
        "empty": _("There is nothing to show yet."),
        "failed": _("The preview did not arrive. Your text is still here."),
        "text": _("text"),
        "column": _("Column"),
        "pasted": _("Pasted with its format. Undo with Ctrl+Z."),
        "help": _("Markdown: you may also paste from Word, with its lists and tables."),
    }
