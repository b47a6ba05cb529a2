"""What a municipality copies into its tenders, and what it checks before."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from playbooks.markdown.fields import MarkdownField


class Clause(RevisionMixin, models.Model):
    """A clause for a tender: a pilot is not production."""

    title = models.CharField(_("title"), max_length=160)
    slug = models.SlugField(_("short name for files"), max_length=100, unique=True)
    context = models.TextField(_("when to use it"), help_text=_("And what fails without it"))
    body = MarkdownField(_("text"))
    body_html = models.TextField(blank=True, editable=False)
    source = models.CharField(_("source norm"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('playbooks:clauses')}#{self.slug}"


class JurisdictionCheck(models.Model):
    """Something that a municipality of a jurisdiction must check, on a date, in a source."""

    class Status(models.TextChoices):
        IN_FORCE = "in-force", _("In force")
        IN_DISCUSSION = "in-discussion", _("Under discussion")
        VERIFY = "verify", _("To be verified")

    class Scope(models.IntegerChoices):
        """Who issued it, in the order in which it is read."""

        NATIONAL = 1, _("National")
        PROVINCIAL = 2, _("Provincial")
        MUNICIPAL = 3, _("Municipal")

    slug = models.SlugField(_("short name for files"), max_length=100, unique=True)
    scope = models.PositiveSmallIntegerField(_("who issued it"), choices=Scope, default=Scope.NATIONAL)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=120)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, or EU"))
    norm = models.CharField(_("norm"), max_length=255)
    applies_when = models.TextField(_("when it applies"))
    check_text = models.TextField(_("what to check"))
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"))
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.VERIFY)

    class Meta:
        verbose_name = _("check by jurisdiction")
        verbose_name_plural = _("checks by jurisdiction")
        ordering = ["country", "scope", "jurisdiction", "norm"]

    def __str__(self) -> str:
        return f"{self.jurisdiction}: {self.norm}"
