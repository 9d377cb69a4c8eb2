"""A file's dry run and its commit, apart from any request: both may take longer than one should.

What stops either is kept with the import, in the language of who waits. An interruption leaves nothing half-done.
"""

from collections.abc import Callable
from logging import getLogger

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.importing import progress
from quizzes import tasks
from quizzes.exchange.items import Unreadable
from quizzes.importing.committing import Refusal, commit
from quizzes.importing.formats import read
from quizzes.importing.planning import Plan, Verdict, plan
from quizzes.models import QuestionImport

log = getLogger(__name__)
State = QuestionImport.State
AT_ONCE = 300_000  # bytes: what is smaller is read while one waits


def begin(draft: QuestionImport, size: int) -> None:
    """The dry run, here or in the background."""
    if size > AT_ONCE:
        tasks.read_import.enqueue(draft.pk, get_language())
        return
    try:
        read_file(draft.pk)
    except Exception:  # of a reader: the person is told as much as after a task
        log.exception("The file %s could not be read", draft.file_name)


def read_file(pk: int) -> None:
    draft = QuestionImport.objects.filter(pk=pk, state=State.READING).first()
    if draft is None:
        return  # another file took its place
    try:
        found = _plan(draft, up_to=95)
        _show(draft, found)
        draft.state, draft.begun_at = State.DRAFT, None
    except Unreadable as error:
        draft.state, draft.problem = State.UNREADABLE, str(error)
    except Exception:
        # The person is told that it went wrong; the worker's log has the cause.
        QuestionImport.objects.filter(pk=pk).update(state=State.UNREADABLE, problem=_("A fault stopped the reading."))
        raise
    finally:
        progress.clear(draft.told)
    draft.save()


def confirm(draft: QuestionImport, fingerprint: str, without_refused: bool) -> bool:
    """Twice is once. Whether it was this dry run that was confirmed."""
    waiting = QuestionImport.objects.filter(pk=draft.pk, state=State.DRAFT, fingerprint=fingerprint)
    if not waiting.update(state=State.RUNNING, begun_at=timezone.now(), problem="", without_refused=without_refused):
        return False
    tasks.commit_import.enqueue(draft.pk, get_language())
    return True


def carry_out(pk: int) -> None:
    draft = QuestionImport.objects.filter(pk=pk, state=State.RUNNING).select_related("by").first()
    if draft is None:
        return  # called off while it waited
    try:
        with transaction.atomic():
            if not QuestionImport.objects.select_for_update().filter(pk=pk, state=State.RUNNING).exists():
                return  # another worker was quicker
            found = _plan(draft, up_to=35)
            if found.fingerprint != draft.fingerprint:
                _stop(draft, _("The question bank has changed meanwhile. This is what would happen now."), found)
                return
            counts = commit(found, draft.by, draft.without_refused, _told(draft, 35, 99))
            draft.counts = {verdict.value: number for verdict, number in counts.items()}
            draft.state, draft.at, draft.begun_at = State.DONE, timezone.now(), None
            # What was left out is still to be mended, so it stays readable; the rest is in the bank.
            draft.rows = [row for row in draft.rows if row[4] == Verdict.REFUSE.value]
            draft.content, draft.problem = b"", ""
            draft.save()
    except Refusal:
        _stop(draft, _("Nothing was imported: some questions are refused. Mend them, or leave them out."))
    except Exception:
        _stop(draft, _("A fault stopped the import. Nothing of it was written."))
        raise
    finally:
        progress.clear(draft.told)


def retry(draft: QuestionImport) -> None:
    """Back to the dry run after an interruption; a task that still waits in the queue finds nothing to do."""
    late = timezone.now() - progress.SILENT
    silent = QuestionImport.objects.filter(pk=draft.pk, begun_at__lt=late)
    silent.filter(state=State.RUNNING).update(state=State.DRAFT, begun_at=None)
    if silent.filter(state=State.READING).update(begun_at=timezone.now()):
        tasks.read_import.enqueue(draft.pk, get_language())


def _plan(draft: QuestionImport, up_to: int) -> Plan:
    progress.tell(draft.told, 2)
    reading = read(draft.data, draft.format, draft.language)
    progress.tell(draft.told, up_to // 2)
    return plan(reading, _told(draft, up_to // 2, up_to))


def _told(draft: QuestionImport, start: int, end: int) -> Callable[[int, int], None]:
    last = start

    def tell(done: int, of: int) -> None:
        nonlocal last
        percent = start + (end - start) * done // (of or 1)
        if percent > last:
            last = percent
            progress.tell(draft.told, percent)

    return tell


def _show(draft: QuestionImport, found: Plan) -> None:
    draft.fingerprint = found.fingerprint
    draft.counts = {verdict.value: number for verdict, number in found.counts.items()}
    draft.rows = [[row.place, row.code, row.language, row.what, row.verdict.value, list(row.why)] for row in found.rows]


def _stop(draft: QuestionImport, why: str, found: Plan | None = None) -> None:
    draft.state, draft.begun_at, draft.problem = State.DRAFT, None, why
    if found:
        _show(draft, found)
    draft.save()
