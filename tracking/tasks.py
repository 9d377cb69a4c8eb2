from django.utils import timezone
from django_tasks import task


@task()
def make_pack(pack_pk: str) -> None:
    from tracking.models import Pack
    from tracking.packs.making import make

    make(Pack.objects.select_related("by", "dealership").get(pk=pack_pk), timezone.now)
