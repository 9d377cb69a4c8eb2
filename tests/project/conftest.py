"""The objects of every app together: what is Lin's, and whom it must not reach."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.utils import timezone

from certificates.models import Batch, Requirement, SignOff
from people.invitations.records import invite
from people.models import Dealership, Delegation, Import, Membership, Region, Role, User
from people.privacy import consents
from people.privacy.records import Copy
from quizzes.models import Allowance, Attempt, Drill, Kind, Regrade, Regraded
from roleplays.models import AlsoThere, Area, Calibration, Item, Moment, Objection, Plan, Recording, Session

# Each app has its own objects; here they stand side by side. Pytest finds fixtures by their names in this module.
from tests.certificates.conftest import certificate, certification, earn, exam  # noqa: F401
from tests.conftest import make_person
from tests.quizzes.conftest import answer_all, dice, make_question, make_quiz  # noqa: F401
from tests.roleplays import media
from tests.roleplays.conftest import ALL_DONE, check_sheet, clause, make_role_play, role_play  # noqa: F401
from tests.roleplays.gold import make_gold, make_set
from tracking.assigning.catching import catch
from tracking.models import Assignment, Duty, Pack, Report

LONG = dt.timedelta(days=300)


@pytest.fixture
def far_regional(summit) -> User:
    return make_person("far", "西区", Role.REGIONAL_MANAGER, region=Region.objects.get(code="west"))


@pytest.fixture
def leaver(riverside) -> User:
    """Managed Riverside until yesterday; the browser is still open."""
    return make_person("leaver", "老陈", Role.MANAGER, dealership=riverside, is_active=False)


def acts_for(person: User, number: str, place: Dealership, last_day: dt.date) -> User:
    delegate = make_person(number, f"代{number}", dealership=place)
    facts = {"first_day": last_day - LONG, "last_day": last_day, "made_by": person, "made_at": timezone.now()}
    Delegation.objects.create(person=person, delegate=delegate, **facts)
    return delegate


@pytest.fixture
def stand_in(chen, harbour) -> User:
    """Of another dealership, and acts for Chen these days."""
    return acts_for(chen, "stand-in", harbour, timezone.localdate() + LONG)


@pytest.fixture
def former_stand_in(chen, harbour) -> User:
    """Acted for Chen until three days ago."""
    return acts_for(chen, "former", harbour, timezone.localdate() - dt.timedelta(days=3))


@pytest.fixture
def whole(request, lin, zhou, xu, chen, admin, riverside, now):
    """One of everything that is about Lin."""
    of = SimpleNamespace(lin=lin, now=now)
    for part in (_certificates, _quizzes, _role_plays, _team, _own):
        part(of, request.getfixturevalue)
    return of


def _certificates(of, fixture) -> None:
    of.certificate, of.certification = fixture("certificate"), fixture("certification")
    chen = fixture("chen")
    Requirement.objects.create(
        certification=of.certification, kind="sign_off", label_zh="签字", label_en="Sign-off", sort_order=9
    )
    of.sign_off = SignOff.objects.create(person=of.lin, certification=of.certification, by=chen, at=of.now)
    of.batch = Batch.objects.create(
        by=chen, certificates=[of.certificate.pk], kind="zip", asked_at=of.now, heard_at=of.now, state="done",
        file=ContentFile(b"PK of Lin Xiao", name="batch.zip"),
    )  # fmt: skip


def _quizzes(of, fixture) -> None:
    question, roll = fixture("make_question"), fixture("dice")
    of.question = question("Q1", Kind.SINGLE, ["*Greets", "Waits"])
    of.quiz = fixture("make_quiz")([of.question], slug="short-quiz")
    of.done = Attempt.start(of.quiz, by=of.lin, at=of.now, dice=roll(1))
    fixture("answer_all")(of.done, of.now)
    of.done.submit(of.now)
    of.attempt = Attempt.start(of.quiz, by=of.lin, at=of.now + dt.timedelta(days=1), dice=roll(2))
    written = fixture("make_quiz")([question("W1", Kind.SHORT_ANSWER)], slug="written")
    answered = Attempt.start(written, by=of.lin, at=of.now, dice=roll(3))
    answered.save_answer(1, ["Words of Lin"], of.now)
    answered.submit(of.now)
    of.hand_mark = answered.hand_marks.get()
    of.regraded = _regraded(of, fixture("admin"))
    of.drill = Drill.objects.create(person=of.lin, day=of.now.date(), paper=of.done.paper, started_at=of.now)
    of.allowance = Allowance.objects.create(
        person=of.lin, quiz=of.quiz.translation_key, attempts=1, reason="Ill", by=fixture("chen"), at=of.now
    )


def _regraded(of, admin) -> Regraded:
    paper = of.done.paper[0]
    regrade = Regrade.objects.create(
        question=of.question.translation_key, item=paper, by=admin, at=of.now, reason="Key", finished_at=of.now
    )
    row = Regraded(regrade=regrade, attempt=of.done, position=1, item_before=paper, at=of.now)
    row.remember("before", of.done)
    row.remember("after", of.done)
    row.save()
    return row


def _role_plays(of, fixture) -> None:
    xu, page = fixture("xu"), fixture("role_play")
    Item.objects.filter(code="W-01").update(photo=True)
    released = Session.open(page, of.lin, by=xu, at=of.now)
    sheet = _marked(released.score_sheets.get(), of.now)
    of.photograph = sheet.add_photograph("W-01", b"jpeg", by=xu, at=of.now)
    sheet.submit(of.now, "Calm throughout.")
    of.released = released
    _recorded(of, xu)
    of.session = Session.open(page, of.lin, by=xu, at=of.now + dt.timedelta(days=1))
    of.session.start(of.now)
    Session.objects.filter(pk=of.session.pk).update(self_assessment=True)
    of.plan = Plan.make(page, of.lin, by=xu, at=of.now, starts_at=timezone.now() + LONG, place="Bay 2", assessors=[xu])
    of.objection = Objection.objects.create(session=of.released, reason="Words of Lin", at=of.now)
    of.open_photograph = of.session.score_sheets.get().add_photograph("W-01", b"open", by=xu, at=of.now)
    panel = make_role_play(fixture("module"), page.check_sheet, slug="panel", assessors=2, title="With two assessors")
    of.disputed = Session.open(panel, of.lin, by=xu, at=of.now)
    wang = make_person("wang", "王芳", Role.TRAINER, dealership=fixture("riverside"))
    other = of.disputed.join(wang, of.now)
    _marked(of.disputed.score_sheets.get(assessor=xu), of.now).submit(of.now, "", rating=3)
    _marked(other, of.now, **{"W-02": "not"}).submit(of.now, "", rating=3)

    audit = make_role_play(fixture("module"), page.check_sheet, slug="audit", title="5S", customer_name="")
    of.area = Area.objects.create(dealership=fixture("riverside"), name_zh="车间", name_en="Workshop")
    of.area_audit = Session.audit_area(audit, of.area, by=xu, at=of.now)
    sheet = _marked(of.area_audit.score_sheets.get(), of.now)
    sheet.add_photograph("W-01", b"jpeg of the workshop", by=xu, at=of.now)
    sheet.submit(of.now, "Tidy.")
    gold = make_gold(page.check_sheet)
    gold.publish(of.now)
    of.calibration = Calibration.begin(make_set([gold]), xu, of.now)


def _recorded(of, xu) -> None:
    Session.objects.filter(pk=of.released.pk).update(recording="audio")
    of.released.refresh_from_db()
    for person in (of.lin, xu):
        consents.decide(person, "voice", "given", version=consents.VERSION, at=of.now)
    of.recording = Recording.start(of.released, xu, of.now, key=uuid.UUID(int=5), medium="audio")
    of.recording.put(0, media.webm(media.SOUND), of.now)
    of.recording.finish(of.recording.length, of.now)
    of.moment = Moment.objects.create(recording=of.recording, author=xu, milliseconds=5, text="Words on Lin", at=of.now)
    of.also_there = AlsoThere.objects.create(session=of.released, person=xu, named_by=xu, at=of.now)


def _marked(sheet, at, **differently):
    for code, value in (ALL_DONE | differently).items():
        sheet.mark(code, value, at)
    return sheet


def _team(of, fixture) -> None:
    chen, module = fixture("chen"), fixture("module")
    of.assignment = Assignment.objects.create(
        key=uuid.UUID(int=7), dealership=fixture("riverside"), activity=module.translation_key, reason="New",
        owner=chen, at=of.now, due_on=dt.date(2026, 11, 20),
    )  # fmt: skip
    catch(of.assignment, of.now.date())
    of.report = Report.objects.create(
        key=uuid.UUID(int=9), owner=chen, dealership=fixture("riverside"), tables=["team"], rhythm="weekly", form="csv",
        at=of.now,
    )  # fmt: skip
    of.pack = Pack.objects.create(
        by=chen, dealership=fixture("riverside"), people=[of.lin.pk], asked_at=of.now, heard_at=of.now, state="done",
        file=ContentFile(b"PK of Lin Xiao", name="pack.zip"),
    )  # fmt: skip
    of.duty = Duty.objects.get(person=of.lin)


def _own(of, fixture) -> None:
    chen, admin = fixture("chen"), fixture("admin")
    invite([of.lin], by=chen, at=timezone.now(), channel="sheet")
    of.invitation = of.lin.invitations.get()
    of.copy = Copy.objects.create(
        person=of.lin, asked_by=of.lin, asked_at=of.now, ready_at=of.now, percent=100,
        file=ContentFile(b"Lin Xiao", name="copy.zip"),
    )  # fmt: skip
    of.delegation = Delegation.objects.create(
        person=chen, delegate=of.lin, first_day=of.now.date(), last_day=of.now.date(), made_by=chen, made_at=of.now
    )
    of.passkey = Authenticator.objects.create(
        user=of.lin, type="webauthn", data={"name": "Phone of Lin", "credential": {}}
    )
    of.membership = Membership.objects.filter(person=of.lin).first() or Membership.objects.create(
        person=of.lin, role=Role.ADVISOR, dealership=fixture("riverside"), since=of.now.date(), is_main=True
    )
    of.draft = Import.objects.create(
        by=admin, at=of.now, file_name="people.xlsx", headings=["number", "name"], fields=["employee_number", "name"],
        rows=[[2, ["lin", "Lin Xiao"]]],
    )  # fmt: skip
