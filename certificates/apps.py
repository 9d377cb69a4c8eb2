from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from certificates.audit import listen
        from certificates.models import Certification, DeltaRequirement, Requirement, RequirementGroup
        from courses.ledger import recorded
        from courses.renewal import renew_with

        listen()
        renew_with(Certification, DeltaRequirement, Requirement, RequirementGroup)
        recorded.connect(queue_award, dispatch_uid="certificates.award")


def queue_award(sender, person, entry, **kwargs) -> None:
    """The ledger knows nothing of certificates, so it calls and we look; nothing is earned by what was not passed."""
    from certificates.tasks import award

    if entry.is_done:
        award.enqueue(person.pk)
