"""Cases by what one may ask of them."""

from wagtail.models import PageManager, PageQuerySet


class CasePageQuerySet(PageQuerySet):
    def published(self) -> "CasePageQuerySet":
        """What the public may read."""
        return self.live().public()

    def with_facts(self) -> "CasePageQuerySet":
        """Everything that an assessment needs, in a fixed number of queries."""
        return self.prefetch_related(
            "indicators__definition",
            "implementations__municipality__province",
            "implementations__municipality__government_changes",
            "implementations__municipality__networks",
            "implementations__ai_sheet",
            "implementations__measures__indicator__definition",
            "indicators__accepted_disputes__municipality",
            "network_standards",
            "playbooks",
            "topics",
        )

    def replicated_by_others(self) -> "CasePageQuerySet":
        """Cases about which another municipality recorded something."""
        return self.filter(implementations__role="replication").distinct()


CasePageManager = PageManager.from_queryset(CasePageQuerySet)
