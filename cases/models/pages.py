"""The pages of cases: index → one page per municipality → case."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import CommentPanel, FieldPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from cases.editor import panels as editor
from cases.editor.page_form import CaseForm
from cases.evidence import Assessment, assess
from cases.models.vocabulary import Area, SaidBy, Topic
from cases.presenting import list_cases, present
from cases.querysets import CasePageManager
from cases.stored_facts import case_facts
from municipalities.models import Municipality, Network
from municipalities.reader import reader_of

if TYPE_CHECKING:
    from accounts.models import User
    from cases.models.implementations import Implementation


class CaseIndexPage(Page):
    """/casos/: every municipality that tells a case has a page under it."""

    max_count = 1
    subpage_types = ["cases.MunicipalityCasesPage"]

    class Meta:
        verbose_name = _("index of cases")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        cases = CasePage.objects.published().descendant_of(self)
        listing = list_cases(cases, request.GET.get("pagina", ""), localdate())
        return super().get_context(request, *args, **kwargs) | {"listing": listing}


class MunicipalityCasesPage(Page):
    """The cases that a municipality tells. Being under this page is what makes it their origin."""

    municipality = models.OneToOneField(
        Municipality, models.PROTECT, related_name="cases_page", verbose_name=_("municipality")
    )

    content_panels = [*Page.content_panels, FieldPanel("municipality")]
    parent_page_types = ["cases.CaseIndexPage"]
    subpage_types = ["cases.CasePage"]

    class Meta:
        verbose_name = _("cases of a municipality")

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """A municipality has one public page, and it is the directory's."""
        return redirect("directory:municipality", slug=self.municipality.slug)


class CaseTechnology(TaggedItemBase):
    content_object = ParentalKey(
        "cases.CasePage", on_delete=models.CASCADE, related_name="tagged_technologies"
    )


class CasePage(Page):
    """A case: problem first, then outcome, process and peers; technology comes last."""

    identifier = models.SlugField(
        _("stable identifier"), max_length=100, unique=True, help_text=_("Files name the case by it")
    )
    summary = models.TextField(_("summary"), max_length=600)
    problem = models.TextField(_("the problem"), blank=True)
    outcome = models.TextField(_("the outcome sought"), blank=True)
    process = models.TextField(_("the process, before and after"), blank=True)
    action = models.TextField(_("what was done"), blank=True)
    results = models.TextField(_("results"), blank=True)
    failures = models.TextField(_("what did not work"), blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    governance = models.TextField(_("governance and inclusion"), blank=True)
    technology = models.TextField(_("technology"), blank=True)
    topics = ParentalManyToManyField(Topic, related_name="cases", blank=True, verbose_name=_("topics"))
    technologies = ClusterTaggableManager(
        _("technologies"), through=CaseTechnology, blank=True, related_name="cases"
    )
    area = models.CharField(_("area"), max_length=30, choices=Area, blank=True)
    responsible_area = models.CharField(_("responsible area"), max_length=255, blank=True)
    team = models.TextField(_("team"), blank=True)
    norm = models.CharField(_("legal norm"), max_length=255, blank=True)
    norm_url = models.URLField(_("address of the norm"), max_length=500, blank=True)
    budget_line = models.CharField(_("budget line"), max_length=255, blank=True)
    cost_amount = models.DecimalField(_("cost"), max_digits=16, decimal_places=2, null=True, blank=True)
    cost_currency = models.CharField(_("currency"), max_length=3, blank=True)
    cost_date = models.DateField(_("date of the cost"), null=True, blank=True)
    cost_usd = models.DecimalField(
        _("equivalent in US dollars"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    standards = models.CharField(_("open standards"), max_length=255, blank=True)
    api_url = models.URLField(_("API"), max_length=500, blank=True)
    code_url = models.URLField(_("code"), max_length=500, blank=True)
    code_licence = models.CharField(_("licence of the code"), max_length=255, blank=True)
    agreement = models.CharField(_("exchange agreement"), max_length=255, blank=True)
    outcome_defined_on = models.DateField(_("the outcome was defined on"), null=True, blank=True)
    contract_signed_on = models.DateField(_("the contract was signed on"), null=True, blank=True)
    uses_ai = models.BooleanField(_("uses artificial intelligence"), default=False)
    mailbox = models.EmailField(
        _("mailbox"), blank=True, help_text=_("Of an area or a role, never of a person")
    )
    licence = models.CharField(_("licence"), max_length=255, default="CC BY 4.0")

    objects = CasePageManager()

    base_form_class = CaseForm
    content_panels = editor.CONTENT
    promote_panels: list[Any] = []  # its address is at the end of what is written; the site writes the rest
    settings_panels = [CommentPanel()]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("problem")]
    parent_page_types = ["cases.MunicipalityCasesPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    @cached_property
    def municipality(self) -> Municipality:
        """The origin: the municipality whose page this case is under."""
        parent = MunicipalityCasesPage.objects.select_related("municipality__province")
        return parent.get(path=self.path[: -self.steplen]).municipality

    def get_admin_display_title(self) -> str:
        """What a published case will be called is for its city alone; its lists in the admin are for all."""
        return self.title if self.live else super().get_admin_display_title()

    @property
    def is_example(self) -> bool:
        return self.municipality.is_example

    def assessment(self, today: date | None = None) -> Assessment:
        """What the stored facts prove on that day (default: today)."""
        return assess(case_facts(self), today or localdate())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """`case` is everything that the page shows, for whoever reads."""
        case = present(self, reader_of(request), localdate())
        return super().get_context(request, *args, **kwargs) | {"case": case}

    def origin_site(self) -> "Implementation":
        """The latest attempt of the city that tells the case; its first one begins here."""
        attempts = self.implementations.filter(role="origin").order_by("-attempt")
        return attempts.first() or self.implementations.create(
            municipality=self.municipality, role="origin", phase="pilot"
        )

    def accept_figures(self, by: "User") -> int:
        """The figures that its city submitted become public. Returns how many.

        Raises PermissionDenied unless that person accepts for the city.
        """
        if not by.can("accept", self.municipality):
            raise PermissionDenied
        submitted = [
            one for site in self.implementations.filter(role="origin") for one in site.measures.submitted()
        ]
        for one in submitted:
            one.accept(by)
        return len(submitted)

    def replicating_municipalities(self) -> models.QuerySet[Municipality]:
        """Other municipalities that recorded anything about this case: it is theirs too."""
        others = self.implementations.filter(role="replication")
        return Municipality.objects.filter(implementations__in=others).distinct()


class CaseSource(Orderable):
    """A source of the story as a whole; each figure has its own."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("source"), max_length=255)
    url = models.URLField(_("address"), max_length=500, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    said_by = models.CharField(_("said by"), max_length=12, choices=SaidBy, blank=True)

    def __str__(self) -> str:
        return self.title


class NetworkStandard(models.Model):
    """A network adopted what a case teaches as its standard."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="standards", verbose_name=_("network"))
    case = models.ForeignKey(
        CasePage, models.CASCADE, related_name="network_standards", verbose_name=_("case")
    )
    adopted_on = models.DateField(_("adopted on"))
    document_url = models.URLField(_("document"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("network standard")
        verbose_name_plural = _("network standards")
        constraints = [models.UniqueConstraint(fields=["network", "case"], name="one_standard")]

    def __str__(self) -> str:
        return f"{self.network} · {self.case}"
