"""The register of municipalities: official facts only, joined on code and never on name."""

from functools import cached_property

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from design.formats import number
from municipalities.querysets import MunicipalityQuerySet, fold
from municipalities.similarity import Profile


class Province(models.Model):
    """First level of government under the country: province, state, department or region."""

    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166-1, two letters"))
    code = models.CharField(_("official code"), max_length=8)
    name = models.CharField(_("name"), max_length=100)
    region = models.CharField(_("region"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["country", "name"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="province_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Country and code, "AR-82"."""
        return f"{self.country}-{self.code}"


class UrbanForm(models.TextChoices):
    METROPOLITAN = "metropolitan", _("Part of a metropolitan area")
    REGIONAL = "regional", _("Provincial capital or regional centre")
    TOWN = "town", _("Town of its own")
    RURAL = "rural", _("Rural or scattered")


class Municipality(models.Model):
    """A local government: municipality, commune or commission. Not a department, not a locality."""

    country = models.CharField(_("country"), max_length=2)
    code = models.CharField(_("official code"), max_length=16, help_text=_("Text: leading zeros count"))
    name = models.CharField(_("name"), max_length=150)
    category = models.CharField(_("category"), max_length=80, blank=True)
    province = models.ForeignKey(
        Province, models.PROTECT, related_name="municipalities", verbose_name=_("province")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the population"), null=True, blank=True)
    population_source = models.CharField(_("source of the population"), max_length=200, blank=True)
    population_2010 = models.PositiveIntegerField(_("population in 2010"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    urban_form = models.CharField(_("urban form"), max_length=20, choices=UrbanForm, blank=True)
    unmet_needs = models.FloatField(_("unmet basic needs, %"), null=True, blank=True)
    budget_per_head = models.FloatField(_("budget per head"), null=True, blank=True)
    is_example = models.BooleanField(_("invented, for the demo"), default=False)
    search_name = models.CharField(max_length=150, editable=False, db_index=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name", "province__name"]
        constraints = [models.UniqueConstraint(fields=["country", "code"], name="municipality_code")]

    def __str__(self) -> str:
        return f"{self.name} ({self.province.name})"

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_name = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def key(self) -> str:
        """Country and code, "AR-820042": how a municipality is named in addresses, files and the index."""
        return f"{self.country}-{self.code}"

    @property
    def slug(self) -> str:
        """The key and the name for the address of its page, "AR-820042-rafaela"."""
        return f"{self.key}-{slugify(self.name)}"

    @property
    def label(self) -> str:
        """ "Rafaela (Santa Fe) · 102.236 hab.": the province always, since 103 names are shared."""
        if self.population is None:
            return str(self)
        return _("%(name)s · %(population)s inhab.") % {"name": self, "population": number(self.population)}

    @cached_property
    def profile(self) -> Profile:
        """What similarity may look at. Percentiles are filled in by `municipalities.peers`."""
        return Profile(
            key=self.key,
            population=self.population,
            province=self.province.key,
            region=self.province.region,
            country=self.country,
            urban_form=self.urban_form,
        )


class GovernmentChange(models.Model):
    """A day on which another party or coalition took over the municipality's government."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="government_changes")
    date = models.DateField(_("date"))

    class Meta:
        verbose_name = _("change of government")
        verbose_name_plural = _("changes of government")
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["municipality", "date"], name="government_change")]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.date}"


class Network(models.Model):
    """A network of municipalities, such as CIIAR or RIL. One installation may hold several."""

    slug = models.SlugField(_("short name for addresses"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("web site"), blank=True)
    members = models.ManyToManyField(
        Municipality, related_name="networks", blank=True, verbose_name=_("members")
    )

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
