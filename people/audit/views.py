"""The trail in Wagtail's admin, for administrators; for everybody else there is no such address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.audit import search as searching
from people.importing.views import administrators_only


@administrators_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    form = searching.SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    some, after = searching.page_of(searching.found(asked), asked.get("before", ""))
    kept = request.GET.copy()
    kept.pop("before", None)
    context = {
        "form": form,
        "lines": searching.lines(some),
        "after": after,
        "kept": kept.urlencode(),
        "page_title": _("Audit trail"),
        "header_title": _("Audit trail"),
        "header_icon": "history",
    }
    return render(request, "people/audit/search.html", context)
