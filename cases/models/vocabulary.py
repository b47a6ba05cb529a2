"""The controlled words of a case. Stored values are those of the case file format."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lens(models.TextChoices):
    NETWORK = "network", _("Network")
    EXECUTIVE = "executive", _("Executive")
    INCLUSION = "inclusion", _("Inclusion")
    RISK = "risk", _("Risk and governance")


class Kind(models.TextChoices):
    OUTCOME = "outcome", _("Outcome")
    OUTPUT = "output", _("Output")


class Direction(models.TextChoices):
    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")


class Phase(models.TextChoices):
    INTENT = "intent", _("Intent")
    PILOT = "pilot", _("Pilot")
    PRODUCTION = "production", _("In production")
    CONCLUDED = "concluded", _("Concluded")
    ABANDONED = "abandoned", _("Abandoned")


class SaidBy(models.TextChoices):
    SELF = "self", _("The municipality itself")
    PEER = "peer", _("Another municipality")
    INDEPENDENT = "independent", _("An independent party")
    VENDOR = "vendor", _("The vendor")
    PRESS = "press", _("The press")


class Bottleneck(models.TextChoices):
    DATA = "data", _("Data")
    TALENT = "talent", _("Trained staff")
    BUDGET = "budget", _("Budget")
    LEADERSHIP = "leadership", _("Political leadership")
    GOVERNANCE = "governance", _("Governance")
    CULTURE = "culture", _("Ways of working")
    PROCUREMENT = "procurement", _("Procurement")
    INFRASTRUCTURE = "infrastructure", _("Infrastructure")
    LEGAL = "legal", _("Legal framework")


class ContractType(models.TextChoices):
    NONE = "none", _("No contract: own staff")
    PILOT = "pilot", _("Pilot contract")
    PRODUCTION = "production", _("Production contract")
    AGREEMENT = "agreement", _("Agreement between public bodies")


class RiskClass(models.TextChoices):
    MINIMAL = "minimal", _("Minimal")
    LIMITED = "limited", _("Limited")
    HIGH = "high", _("High")


class Area(models.TextChoices):
    AMBIENTE = "ambiente", _("Environment")
    OBRAS_PUBLICAS = "obras-publicas", _("Public works")
    SERVICIOS_PUBLICOS = "servicios-publicos", _("Public services")
    GOBIERNO_DIGITAL = "gobierno-digital", _("Digital government")
    HACIENDA = "hacienda", _("Treasury")
    SALUD = "salud", _("Health")
    DESARROLLO_SOCIAL = "desarrollo-social", _("Social development")
    TRANSITO = "transito", _("Traffic")
    PARTICIPACION = "participacion", _("Citizen participation")
    PRODUCCION = "produccion", _("Production and employment")
    EDUCACION = "educacion", _("Education")
    PLANEAMIENTO = "planeamiento", _("Planning")
    GOBIERNO = "gobierno", _("Government secretariat")
    LEGAL = "legal", _("Legal affairs")


class Topic(models.Model):
    """A controlled topic. Coordinators curate the list."""

    slug = models.SlugField(_("short name for addresses"), unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
