from django.urls import path

from people import acting, directory, rules_views, views
from people.invitations import entering
from people.invitations import views as invitations
from people.privacy import views as privacy
from people.tables import views as tables

app_name = "people"
urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/data/", privacy.mine, name="privacy"),
    path("me/data/consents/<str:kind>/", privacy.decide, name="consent"),
    path("me/data/copy/", privacy.ask_for_copy, name="ask_for_copy"),
    path("me/data/copies/<int:pk>/", privacy.download, name="copy"),
    path("who-sees-what/", rules_views.statement, name="rules"),
    path("me/acting/", acting.acting, name="acting"),
    path("me/acting/<int:pk>/end/", acting.stop_acting, name="stop_acting"),
    path("tables/<str:name>.<str:kind>", tables.take, name="table"),
    path("people/", directory.directory, name="directory"),
    path("me/second-factor/", views.second_factor, name="second_factor"),
    path("welcome/", entering.welcome, name="welcome"),
    path("welcome/passkey/", entering.passkey, name="welcome_passkey"),
    path("welcome/code/", entering.code, name="code"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/make/", invitations.make, name="invite"),
    path("invitations/<int:pk>/show/", invitations.show, name="show_invitation"),
    path("invitations/<int:pk>/withdraw/", invitations.withdraw, name="withdraw_invitation"),
]

# Printed in QR codes and typed from paper: short, and without a language.
short_urlpatterns = [
    path("i/", entering.scan, name="invitation"),
    path("i/<str:code>/", entering.scan, name="scan"),
]
