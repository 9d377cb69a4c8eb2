from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import progress
from courses.forms import PositionForm
from courses.models import CoursePage, LessonPage


@require_POST
def start_course(request: HttpRequest, pk: int) -> HttpResponse:
    course = get_object_or_404(CoursePage.objects.live(), pk=pk)
    course.enrol(by=request.user, at=timezone.now())
    next_stop = progress.course_route(request.user, course, []).next
    return redirect(next_stop.page.url if next_stop else course.url)


@require_POST
def finish_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = get_object_or_404(LessonPage.objects.live(), pk=pk)
    lesson.finish(by=request.user, at=timezone.now())
    route = progress.module_route(request.user, lesson.module)
    after = route.after(route.stop_of(lesson.translation_key))
    return redirect(after.page.url if after else lesson.module.url)


@require_POST
def remember_position(request: HttpRequest, pk: int) -> HttpResponse:
    lesson = get_object_or_404(LessonPage.objects.live(), pk=pk)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    lesson.remember(by=request.user, block=form.cleaned_data["block"], at=timezone.now())
    return HttpResponse(status=204)
