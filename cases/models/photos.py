"""Photos of a case. None without the words that say what it shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from cases.models.pages import CasePage


class CasePhoto(Orderable):
    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        "wagtailimages.Image", models.CASCADE, related_name="+", verbose_name=_("photo")
    )
    alternative = models.CharField(
        _("what it shows"),
        max_length=250,
        help_text=_(
            "For whoever does not see it. Example: a municipal worker shows a neighbour how to ask for a turn"
        ),
    )
    caption = models.CharField(_("caption"), max_length=250, blank=True)

    panels = [FieldPanel("image"), FieldPanel("alternative"), FieldPanel("caption")]

    def __str__(self) -> str:
        return self.alternative
