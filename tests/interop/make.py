"""Writes a badge, its keys and its status list (as it is, and with the badge revoked) into `made/`; see README.md."""

import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from certificates.badges import issuing, publishing, status
from certificates.models import Certificate, Revocation
from people.models import User

made = Path("tests/interop/made")
made.mkdir(exist_ok=True)
at = timezone.now()
certificate = next(each for each in Certificate.objects.exclude(name="") if each.state(timezone.localdate()) == "valid")
badge = issuing.badge_of(certificate, at)
number, _ = status.place(certificate.pk)
(made / "credential.json").write_text(badge.document, encoding="utf-8")
(made / "credential.jwt").write_text(badge.token, encoding="utf-8")
(made / "did.json").write_text(json.dumps(publishing.did_document()), encoding="utf-8")
(made / "jwks.json").write_text(json.dumps(publishing.key_set()), encoding="utf-8")
document, token = issuing.status_list(number, at)
(made / "status.json").write_bytes(document)
(made / "status.jwt").write_text(token, encoding="utf-8")
with transaction.atomic():
    somebody = User.objects.first()
    Revocation.objects.get_or_create(certificate=certificate, defaults={"by": somebody, "at": at, "reason": "try"})
    (made / "status-revoked.json").write_bytes(issuing.status_list(number, at)[0])
    transaction.set_rollback(True)
