"""The headers of every response: content policy by path, and what a page may not use."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

# Wagtail 8's editor still needs inline scripts and styles (wagtail#1288); the public site does not.
ADMIN_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "object-src": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}


class SecurityHeaders(CSPMiddleware):
    """Strict content policy on the site, the looser one under /admin/ only; no camera, no location."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, **kwargs: object
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, **kwargs)
        if request.path_info.startswith("/admin/"):
            parts.config = ADMIN_POLICY
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return super().process_response(request, response)
