"""What is measured: the catalogue of definitions, and the indicators that a case takes from it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.history import Tracked
from cases.models.vocabulary import Direction, Kind, Lens


class IndicatorDefinition(models.Model):
    """An entry of the catalogue that coordinators curate."""

    slug = models.SlugField(_("short name for files"), max_length=100, unique=True)
    name = models.CharField(_("name"), max_length=255)
    formula = models.TextField(_("formula"), blank=True)
    unit = models.CharField(_("unit"), max_length=60)
    direction = models.CharField(_("wanted direction"), max_length=4, choices=Direction)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OUTCOME)
    lens = models.CharField(_("lens"), max_length=10, choices=Lens)

    class Meta:
        verbose_name = _("indicator definition")
        verbose_name_plural = _("catalogue of indicators")
        ordering = ["lens", "name"]

    def __str__(self) -> str:
        return self.name


class Indicator(Tracked):
    """An indicator of one case: a definition of the catalogue, or a custom one.

    A plain model outside the page's revisions on purpose: the children of a page change identity when
    drafts are published out of order, and would take their measures with them.
    """

    case = models.ForeignKey(
        "cases.CasePage", models.CASCADE, related_name="indicators", verbose_name=_("case")
    )
    key = models.SlugField(_("key"), max_length=100, help_text=_("Unique inside the case"))
    definition = models.ForeignKey(
        IndicatorDefinition, models.PROTECT, null=True, blank=True, verbose_name=_("definition")
    )
    label = models.CharField(_("how this case words it"), max_length=255, blank=True)
    own_unit = models.CharField(_("unit, when it is not the definition's"), max_length=60, blank=True)
    core = models.BooleanField(_("core indicator of the case"), default=False)
    target = models.DecimalField(_("target"), max_digits=18, decimal_places=4, null=True, blank=True)
    target_date = models.DateField(_("date of the target"), null=True, blank=True)
    custom_name = models.CharField(_("name of a custom indicator"), max_length=255, blank=True)
    custom_formula = models.TextField(_("its formula"), blank=True)
    custom_unit = models.CharField(_("its unit"), max_length=60, blank=True)
    custom_direction = models.CharField(
        _("its wanted direction"), max_length=4, choices=Direction, blank=True
    )
    custom_kind = models.CharField(_("its kind"), max_length=10, choices=Kind, blank=True)
    custom_lens = models.CharField(_("its lens"), max_length=10, choices=Lens, blank=True)
    custom_accepted = models.BooleanField(_("accepted by a coordinator"), default=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["case", "-core", "key"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="indicator_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.label or (self.definition.name if self.definition else self.custom_name)

    @property
    def unit(self) -> str:
        return self.own_unit or (self.definition.unit if self.definition else self.custom_unit)

    @property
    def formula(self) -> str:
        return self.definition.formula if self.definition else self.custom_formula

    @property
    def direction(self) -> str:
        return self.definition.direction if self.definition else self.custom_direction

    @property
    def kind(self) -> str:
        return self.definition.kind if self.definition else self.custom_kind

    @property
    def lens(self) -> str:
        return self.definition.lens if self.definition else self.custom_lens

    @property
    def accepted(self) -> bool:
        """A custom indicator counts once a coordinator accepts it; the catalogue's always do."""
        return self.definition_id is not None or self.custom_accepted

    def clean(self) -> None:
        """Raises ValidationError unless it is either of the catalogue or wholly described."""
        described = [
            self.custom_name,
            self.custom_unit,
            self.custom_direction,
            self.custom_kind,
            self.custom_lens,
        ]
        if self.definition_id and any(described):
            raise ValidationError(_("Choose a definition or describe a custom indicator, not both."))
        if not self.definition_id and not all(described):
            raise ValidationError(
                _("A custom indicator needs its name, unit, wanted direction, kind and lens.")
            )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes an indicator that nobody measured; one with measures is retired and keeps them."""
        if self.measures.exists():
            self.retired_at = timezone.now()
            self.save()
            return 0, {}
        return super().delete(*args, **kwargs)
