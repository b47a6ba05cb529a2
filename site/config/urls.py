"""Every address of the site. Spanish paths; Wagtail's pages come last."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler429 = "accounts.views.too_many_requests"  # allauth looks for it here

urlpatterns = [
    path("", include("accounts.doors")),  # before Wagtail's, whose doors it closes
    path("cuenta/", include("accounts.allauth_urls")),
    path("cuenta/", include("accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documentos/", include(wagtaildocs_urls)),
    path("buscar/", include("search.urls")),
    path("municipio/", include("municipalities.urls")),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/favicon.svg")),
    path("", include("directory.urls")),
    *(static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT) if settings.DEBUG else []),
    path("", include(wagtail_urls)),
]
