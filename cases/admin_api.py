"""The API of the admin, which its page explorer reads.

What is done to a page is done in the admin's own views, whose hooks keep what other cities replicated
(`cases.protection`): Wagtail's actions of this API run none of them, so there are none.
"""

from typing import Any

from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet

from cases.visibility import documents_for


class PagesAPI(PagesAdminAPIViewSet):
    actions: dict[str, Any] = {}


class DocumentsAPI(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        """Of those that Wagtail lists, the ones that this person may open."""
        return super().get_queryset().filter(pk__in=documents_for(self.request.user).values("pk"))
