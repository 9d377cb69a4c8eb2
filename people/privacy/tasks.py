from django.utils import timezone
from django_tasks import task


@task()
def make_copy(copy_pk: int) -> None:
    from people.privacy import copying
    from people.privacy.records import Copy

    copy = Copy.objects.select_related("person").filter(pk=copy_pk, ready_at=None, failed_at=None).first()
    if copy:
        copying.make(copy, timezone.now())
