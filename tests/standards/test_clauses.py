import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from standards.models import Area, Clause


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "要求 P2-03"), ("en", "Requirement P2-03")])
def test_a_clause_is_read_in_the_active_language(clause, language, text):
    with translation.override(language):
        assert clause.text == text
        assert str(clause) == f"P2-03 {text}"


@pytest.mark.parametrize("field", ["why", "responsible", "talk_points", "tools", "details"])
def test_each_of_its_texts_has_two_languages(field):
    clause = Clause(**{f"{field}_zh": "中文", f"{field}_en": "English"})
    with translation.override("zh-hans"):
        assert getattr(clause, field) == "中文"
    assert getattr(clause, field) == "English"


@pytest.mark.parametrize("code", ["P8-01", "P2-1", "p2-01", "ET01", "5S-123"])
def test_a_code_of_another_shape_is_invalid(clause, code):
    clause.code = code
    with pytest.raises(ValidationError):
        clause.full_clean()


def test_a_code_is_given_once(clause, another):
    with pytest.raises(IntegrityError), transaction.atomic():
        another("P2-03")


def test_an_unknown_area_is_refused(db, another):
    with pytest.raises(IntegrityError, match="clause_area_is_known"), transaction.atomic():
        another("P2-04", area="ZZ")


def test_clauses_stand_in_the_order_of_area_and_code(clause, another):
    another("P2-01")
    another("ET-01")
    assert [each.code for each in Clause.objects.all()] == ["ET-01", "P2-01", "P2-03"]


def test_areas_speak_chinese():
    with translation.override("zh-hans"):
        assert str(Area.RECEPTION.label) == "第 2 步：接待"
