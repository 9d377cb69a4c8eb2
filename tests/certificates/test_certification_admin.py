"""What the admin does with a certification that people hold."""

from django.contrib.messages import get_messages
from django.urls import reverse

from certificates.models import Certification

DELETE = "wagtailsnippets_certificates_certification:delete"


def test_a_certification_that_people_hold_is_kept_and_the_admin_says_so(certificate, admin, signed_in):
    response = signed_in(admin).post(reverse(DELETE, args=[certificate.certification_id]))
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["error"]
    assert Certification.objects.exists()


def test_nor_is_it_deleted_among_others(certificate, admin, signed_in):
    address = f"/admin/bulk/certificates/certification/delete/?id={certificate.certification_id}"
    assert signed_in(admin).post(address).status_code == 302
    assert Certification.objects.exists()


def test_one_that_nobody_holds_is_deleted(certification, admin, signed_in):
    signed_in(admin).post(reverse(DELETE, args=[certification.pk]))
    assert not Certification.objects.exists()
