from allauth.urls import build_provider_urlpatterns
from django.urls import include, path, re_path
from django.urls.resolvers import LocalePrefixPattern
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from certificates.urls import short_urlpatterns
from config import views
from config.addresses import Remembering
from people.outside import oidc, saml
from people.urls import short_urlpatterns as invitation_urlpatterns

of_languages = [
    # Asked most often, so they come first: each answer of each attempt is another address.
    path("quizzes/", include("quizzes.urls")),
    path("role-plays/", include("roleplays.urls")),
    path("learn/", include("courses.urls")),
    path("standard/", include("standards.urls")),
    path("start/", views.start, name="start"),
    path("courses/", views.courses, name="start_courses"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/elsewhere/", include("allauth.socialaccount.urls")),
    path("", include("people.urls")),
    path("", include("certificates.urls")),
    path("", include("tracking.urls")),
    # Before Wagtail's own, which takes passwords without limit.
    path("_util/login/", views.admin_door, name="site_login"),
    re_path(wagtail_urls.serve_pattern, views.page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]

urlpatterns = [
    Remembering(LocalePrefixPattern(), of_languages),
    path("", views.entrance, name="entrance"),
    path("healthz", views.healthz, name="healthz"),
    path("media/<path:path>", views.media, name="media"),
    path("admin/login/", views.admin_door, name="admin_door"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="document"),
    path("documents/", include(wagtaildocs_urls)),
    *short_urlpatterns,
    path("", include("certificates.badges.urls")),
    *invitation_urlpatterns,
    # Registered with whoever signs people in, so these have no language. Ours come before allauth's of the same name.
    path("accounts/oidc/<str:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("accounts/oidc/<str:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("accounts/saml/<slug:organization_slug>/acs/finish/", saml.finish, name="saml_finish_acs"),
    path("accounts/saml/<slug:organization_slug>/sls/", views.nowhere, name="saml_sls"),
    path("accounts/", include(build_provider_urlpatterns())),
]

handler400 = "django.views.defaults.bad_request"
handler500 = "config.views.server_error"
