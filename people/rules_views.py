"""The statement of who may see what, as a page: for everybody who is signed in, because it is their data."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.rules import Who
from people.rules import statement as rules


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    stated = rules()
    groups = [(who, [rule for rule in stated if rule.who is who]) for who in Who]
    return render(request, "people/rules.html", {"groups": [(who, some) for who, some in groups if some]})
