from django.apps import AppConfig
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(AppConfig):
    default = True  # of the three in this module
    name = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from people import audit
        from people.audit.signals import listen
        from people.memberships import Delegation

        listen()
        authenticator_added.connect(made_a_passkey, dispatch_uid="people.invitations")
        audit.watch(Delegation, audit.Action.DELEGATED, who=lambda delegation: delegation.made_by)


def made_a_passkey(sender, user, **kwargs) -> None:
    """Whoever came in by a code to make a passkey has a way of their own now, so the code is used up."""
    from people.invitations.accepting import use

    use(user, timezone.now())


class WagtailUsers(WagtailUsersAppConfig):
    """Wagtail's list and forms for users, with our own fields."""

    user_viewset = "people.admin.PersonViewSet"
