from django.urls import path

from certificates.badges import views

# Addresses that stand inside credentials: they have no language and never change.
app_name = "badges"
urlpatterns = [
    path(".well-known/jwks.json", views.key_set, name="key_set"),
    path(".well-known/did.json", views.did_document, name="did_document"),
    path("badges/issuer/", views.issuer, name="issuer"),
    path("badges/achievements/<slug:code>/", views.achievement, name="achievement"),
    path("badges/status/<int:number>/", views.status_list, name="status"),
    path("badges/status/<int:number>.jwt", views.status_token, name="status_token"),
    path("badges/<str:serial>.json", views.document, name="document"),
    path("badges/<str:serial>.jwt", views.token, name="token"),
    path("badges/<str:serial>.svg", views.picture, name="picture"),
]
