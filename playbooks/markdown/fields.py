"""A text in Markdown, with its HTML beside it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from playbooks.markdown.rendering import Refused, render


class MarkdownField(models.TextField):
    """A field X whose safe HTML is kept in the sibling X_html, made when it is cleaned or saved."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        text = super().clean(value, model_instance)
        if model_instance is not None:
            try:
                setattr(model_instance, f"{self.name}_html", render(text or ""))
            except Refused as problem:
                raise ValidationError(str(problem)) from problem
        return text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = super().pre_save(model_instance, add)
        setattr(model_instance, f"{self.name}_html", render(text or ""))
        return text
