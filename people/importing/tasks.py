from django.utils import timezone
from django.utils.translation import override
from django_tasks import task


@task()
def commit_import(draft: int, seen: str, by: int, language: str) -> None:
    """What stops it is kept on the draft, in the language of who waits. An interruption leaves nothing half-done."""
    from people.importing import progress, writing
    from people.models import Import, User

    if not Import.objects.filter(pk=draft, state=Import.State.RUNNING).exists():
        return  # called off while it waited
    person = User.objects.get(pk=by)
    with override(language):
        try:
            writing.commit(draft, seen=seen, by=person, at=timezone.now(), today=timezone.localdate())
        except writing.Stopped as stopped:
            running = Import.objects.filter(pk=draft, state=Import.State.RUNNING)
            running.update(state=Import.State.DRAFT, problem=str(stopped))
        except Exception:
            # The transaction is undone; the administrator reads it, and the worker's log has the cause.
            Import.objects.filter(pk=draft, state=Import.State.RUNNING).update(
                state=Import.State.DRAFT, problem="fault"
            )
            raise
        finally:
            progress.clear(draft)
