from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from certificates.urls import short_urlpatterns
from config import views

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("healthz", views.healthz, name="healthz"),
    path("media/<path:path>", views.media, name="media"),
    path("admin/login/", views.admin_door, name="admin_door"),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", views.document),
    path("documents/", include(wagtaildocs_urls)),
    *short_urlpatterns,
]

urlpatterns += i18n_patterns(
    path("start/", views.start, name="start"),
    path("courses/", views.courses, name="start_courses"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("standards.urls")),
    path("", include("courses.urls")),
    path("", include("quizzes.urls")),
    path("", include("roleplays.urls")),
    path("", include("certificates.urls")),
    path("", include("tracking.urls")),
    path("_util/login/", views.admin_door),  # before Wagtail's own, which takes passwords without limit
    path("", include(wagtail_urls)),
)

handler400 = "django.views.defaults.bad_request"
handler500 = "config.views.server_error"
