from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from people import audit
from people.tables import Asked, named
from people.tables.writing import KINDS, parts


@require_safe
def take(request: HttpRequest, name: str, kind: str) -> StreamingHttpResponse:
    table = named(name)
    if table is None or kind not in KINDS or not table.is_for(request.user):
        raise Http404
    now = timezone.now()
    asked = Asked(request.user, request.GET, now)
    sheet = table.make(asked)
    told = {each: asked.get(each) for each in table.told if asked.get(each)}
    audit.record(request.user, table.action, sheet.subject, at=now, request=request, file=f"{name}.{kind}", **told)
    file_name = f"{name}-{timezone.localdate(now).isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(parts(table, sheet, kind), content_type=KINDS[kind], headers=headers)
