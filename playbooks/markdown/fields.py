"""A text in Markdown, with its HTML beside it."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.core import checks
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from playbooks.markdown.rendering import VERSION, Refused, render_many
from playbooks.markdown.widgets import MarkdownInput


class MarkdownField(models.TextField):
    """A field X whose safe HTML is kept in the sibling X_html, made when it is cleaned or saved.

    The HTML ends with a mark of the text that it was made of, so nothing is rendered twice: not when it is
    saved after being cleaned, nor when a revision is published.
    """

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = _one_kind_of_line(super().clean(value, model_instance))
        if model_instance is not None:
            setattr(model_instance, self.attname, text)
            problems = prepare([model_instance]) if self._is_stale(model_instance) else {}
            if problem := problems.get((id(model_instance), self.name)):
                raise ValidationError(str(problem)) from problem
        return text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Raises Refused."""
        text = _one_kind_of_line(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, text)
        problems = prepare([model_instance]) if self._is_stale(model_instance) else {}
        if problem := problems.get((id(model_instance), self.name)):
            raise problem
        return text

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """Emptied, it is not cleaned: a preview would still show what it said."""
        super().save_form_data(instance, data)
        if not data:
            setattr(instance, self.html_name, "")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        try:
            self.model._meta.get_field(self.html_name)
        except FieldDoesNotExist:
            hint = f"Add {self.html_name} = models.TextField(blank=True, editable=False)."
            return [
                checks.Error("A MarkdownField has no sibling for its HTML.", hint, self, "playbooks.E001")
            ]
        return super().check(**kwargs)

    @property
    def html_name(self) -> str:
        return f"{self.name}_html"

    def _is_stale(self, instance: models.Model) -> bool:
        text, html = getattr(instance, self.attname) or "", getattr(instance, self.html_name) or ""
        return bool(html) if not text.strip() else not html.endswith(_mark(text))


def prepare(instances: Iterable[models.Model]) -> dict[tuple[int, str], Refused]:
    """Make the HTML of every text of these that changed, all at once.

    Returns what was refused, by the `id()` of the instance and the name of the field: its HTML stays.
    """
    stale = [
        (one, field)
        for one in instances
        for field in one._meta.concrete_fields
        if isinstance(field, MarkdownField) and field._is_stale(one)
    ]
    texts = [_one_kind_of_line(getattr(one, field.attname) or "") for one, field in stale]
    refused = {}
    for (one, field), text, html in zip(stale, texts, render_many(texts), strict=True):
        if isinstance(html, Refused):
            refused[id(one), field.name] = html
        else:
            setattr(one, field.html_name, html and html + _mark(text))
    return refused


def _mark(text: str) -> str:
    return f"<!--{sha256(f'{VERSION} {text}'.encode(errors='replace')).hexdigest()[:16]}-->"


def _one_kind_of_line(text: Any) -> Any:
    """Browsers send lines that end in CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


register_form_field_override(MarkdownField, override={"widget": MarkdownInput})
