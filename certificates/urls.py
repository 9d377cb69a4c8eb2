from django.urls import path

from certificates import views

app_name = "certificates"
urlpatterns = [
    path("certificates/", views.mine, name="mine"),
    path("certificates/<str:serial>/", views.detail, name="detail"),
    path("certificates/<str:serial>/pdf/", views.pdf, name="pdf"),
    path("certificates/<str:serial>/revoke/", views.revoke, name="revoke"),
    path("verify/", views.look_up, name="look_up"),
    path("verify/<str:code>/", views.verify, name="verify"),
]

# Printed in QR codes: short, and without a language.
short_urlpatterns = [path("v/<str:code>/", views.short, name="short_verification")]
