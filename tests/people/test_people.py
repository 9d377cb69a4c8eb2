"""The person: verbs, questions, and what the database refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from people.models import Role, User

pytestmark = pytest.mark.django_db


def test_an_employee_number_is_kept_in_small_letters():
    assert User.objects.create_user("A-17", name="安").employee_number == "a-17"


def test_an_employee_number_is_found_in_any_case(lin):
    assert User.objects.get_by_natural_key("LIN") == lin


def test_without_a_password_nobody_can_sign_in():
    assert not User.objects.create_user("a-17", name="安").has_usable_password()


def test_a_new_person_is_an_advisor():
    assert User.objects.create_user("a-17", name="安").role == Role.ADVISOR


def test_a_superuser_is_an_administrator():
    user = User.objects.create_superuser("root", "correct horse", name="根")
    assert (user.role, user.is_superuser) == (Role.ADMINISTRATOR, True)


def test_the_natural_key_of_nobody_is_an_error():
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("nobody")


@pytest.mark.parametrize("number", ["林晓", "a b", "-a", "a/b", "A", "a@b.example"])
def test_an_employee_number_of_other_signs_is_invalid(number):
    with pytest.raises(ValidationError, match="small letters"):
        User(employee_number=number, name="安").clean_fields(exclude=["password"])


def test_an_employee_number_is_taken_once(lin):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("LIN", name="另一个")


def test_an_email_address_is_taken_once_in_any_case(lin, zhou):
    User.objects.filter(pk=lin.pk).update(email="lin@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=zhou.pk).update(email="Lin@Example.com")


def test_a_taken_email_address_is_said_in_words(lin, zhou):
    User.objects.filter(pk=lin.pk).update(email="lin@example.com")
    zhou.email = "LIN@example.com"
    with pytest.raises(ValidationError, match="Somebody has this email address already"):
        zhou.validate_constraints()


def test_many_people_may_have_no_email_address(lin, zhou):
    assert lin.email == zhou.email == ""


def test_an_unknown_role_is_refused(lin):
    with pytest.raises(IntegrityError, match="person_role_is_known"), transaction.atomic():
        User.objects.filter(pk=lin.pk).update(role="boss")


def test_a_dealership_that_has_people_stays(lin, riverside):
    with pytest.raises(ProtectedError):
        riverside.delete()


def test_a_region_that_has_dealerships_stays(riverside, east):
    with pytest.raises(ProtectedError):
        east.delete()


def test_advisors_are_those_who_still_work_here(lin, zhou, chen, gone):
    assert set(User.objects.advisors()) == {lin, zhou}


@pytest.mark.parametrize(
    ("role", "writes", "manages", "scores"),
    [
        (Role.ADVISOR, False, False, False),
        (Role.TRAINER, True, False, True),
        (Role.MANAGER, False, True, False),
        (Role.REGIONAL_MANAGER, False, True, False),
        (Role.ADMINISTRATOR, True, True, True),
    ],
)
def test_what_each_role_may_do(role, writes, manages, scores):
    user = User(role=role)
    assert (user.writes_content, user.manages_team, user.scores_role_plays) == (writes, manages, scores)


def test_a_person_is_called_by_their_name(lin):
    assert {str(lin), lin.get_full_name(), lin.get_short_name(), lin.first_name} == {"林晓"}


@pytest.mark.parametrize(
    ("language", "latin", "called"),
    [("en", "Lin Xiao", "Lin Xiao 林晓"), ("en", "", "林晓"), ("zh-hans", "Lin Xiao", "林晓")],
)
def test_in_english_a_person_is_called_by_the_latin_name_and_then_their_own(lin, language, latin, called):
    lin.name_latin = latin
    with translation.override(language):
        assert lin.called == called
        assert User(name="Emma Clarke", name_latin="Emma Clarke").called == "Emma Clarke"
