"""Finding a person: for managers among those whom they see, for administrators among all, leavers included."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.finding import found
from people.models import User, UserQuerySet

PEOPLE_A_PAGE = 50


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    if not request.user.manages_team:
        raise Http404
    words, left = request.GET.get("q", "")[:100], "left" in request.GET
    page = Paginator(asked_for(request.user, words, left), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/directory.html", {"page_of_people": page, "q": words, "left": left})


def asked_for(user: User, words: str, left: bool) -> UserQuerySet:
    people = User.objects.visible_to(user).exclude(pk=user.pk).filter(is_active=not left)
    people = found(people, words) if words else people
    return people.select_related("dealership", "team").order_by("dealership__code", "employee_number")
