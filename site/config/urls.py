"""Every address of the site. Spanish paths; Wagtail's pages come last."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from search import health

handler429 = "accounts.views.too_many_requests"  # allauth looks for it here

urlpatterns = [
    path("", include("accounts.doors")),  # before Wagtail's, whose doors it closes
    path("cuenta/", include("accounts.allauth_urls")),
    path("cuenta/", include("accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documentos/", include(wagtaildocs_urls)),
    path("buscar/", include("search.urls")),
    path("salud/vivo", health.alive, name="alive"),
    path("salud/listo", health.ready, name="ready"),
    path("municipio/", include("municipalities.urls")),
    path("replicar/", include("cases.replication.urls")),
    path("discrepar/", include("cases.disputes.urls")),
    path("guias/", include("playbooks.urls")),
    path("", include("cases.notices.urls")),
    path("plan/", include("playbooks.roadmap.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/favicon.svg")),
    path("", include("directory.urls")),
    path("", include("desks.urls")),
    # Pictures as the pages show them. Originals and documents are never served from their folders.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    path("", include(wagtail_urls)),
]
