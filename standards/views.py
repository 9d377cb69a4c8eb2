from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from standards.models import Clause


@require_safe
def clauses(request: HttpRequest) -> HttpResponse:
    return render(request, "standards/clauses.html", {"clauses": Clause.objects.all()})


@require_safe
def clause(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "standards/clause.html", {"clause": get_object_or_404(Clause, code=code)})
