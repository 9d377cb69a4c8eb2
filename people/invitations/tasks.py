import logging

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

logger = logging.getLogger(__name__)


@task()
def send_invitations(people: list[int], by: int) -> None:
    """The codes are made here, so that none lies in the queue. One address that fails stops no other."""
    from people.invitations.records import LASTS, Invitation, invite
    from people.invitations.rules import may_be_invited_by
    from people.invitations.sheet import link
    from people.models import User

    sender = User.objects.get(pk=by)
    for person in may_be_invited_by(sender).filter(pk__in=people).exclude(email=""):
        now = timezone.now()
        [(_person, code)] = invite([person], by=sender, at=now, channel=Invitation.Channel.MAIL)
        with translation.override(person.language):
            context = {"person": person, "link": link(code), "expires_at": now + LASTS}
            subject = _("Your way into the Service Academy")
            text = render_to_string("people/invitations/mail.txt", context)
        try:
            send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
        except OSError:
            logger.exception("The invitation to person %s was not sent", person.pk)
