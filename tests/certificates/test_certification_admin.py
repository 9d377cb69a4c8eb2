"""What the admin does with a certification that people hold."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.admin.panels import get_edit_handler

from certificates.looks import Form
from certificates.models import Certification, Design

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


@pytest.mark.parametrize("form", Form)
def test_its_preview_is_the_certificate_in_its_words_and_design(certification, rf, form):
    certification.signatory_en, certification.design = "Somebody Else", Design(name="Mine", style="gallery")
    page = certification.serve_preview(rf.get("/"), form).text
    assert ("Somebody Else" in page) == (form == Form.SHEET)
    assert "Customer Reception" in page
    assert "gallery " in page


def test_a_preview_survives_what_is_not_written_yet(db, rf):
    assert "服务顾问认证" in Certification().serve_preview(rf.get("/"), "").text


def test_a_design_shows_itself_with_the_words_of_its_certification(certification, rf):
    design = Design.objects.create(name="Mine")
    assert "Certified Service Advisor" in design.serve_preview(rf.get("/"), "").text
    Certification.objects.update(design=design)
    assert "Customer Reception" in design.serve_preview(rf.get("/"), "").text


def test_the_editor_offers_the_preview(certification, admin, signed_in):
    address = reverse("wagtailsnippets_certificates_certification:edit", args=[certification.pk])
    assert "/preview/" in signed_in(admin).get(address).content.decode()


@pytest.mark.parametrize("name", ["title_zh", "title_en", "issuer_zh", "signatory_en"])
def test_words_that_cannot_be_printed_are_refused(certification, name):
    form = get_edit_handler(Certification).get_form_class()(data={name: "王😀"}, instance=certification, for_user=None)
    form.formsets = {}
    form.full_clean()
    assert form.errors[name] == ["Our fonts cannot draw 😀."]
