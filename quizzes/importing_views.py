"""The bank's way in and out in Wagtail's admin: upload, preview, confirm; and downloads."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.importing import progress
from quizzes import importing
from quizzes.exchange import sheet
from quizzes.exchange.items import LARGEST_FILE, Unreadable
from quizzes.importing import EXCEL, FORMATS, WRITTEN, Verdict, background
from quizzes.models import QuestionImport

SPACE = "wagtailsnippets_quizzes_question"
NEEDED = ("quizzes.add_question", "quizzes.change_question")
State = QuestionImport.State
ROWS = 100
ORDER = [Verdict.REFUSE, Verdict.CHANGE, Verdict.CREATE, Verdict.LEAVE]


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("At most 20 MB and 5,000 questions. Nothing is written yet.")
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[("", gettext_lazy("As the file’s name says")), *((key, each.label) for key, each in FORMATS.items())],
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        choices=[("", gettext_lazy("As the file says (Excel, QTI)")), *settings.LANGUAGES],
        help_text=gettext_lazy("The other formats do not say which language their questions are in."),
    )

    def clean_file(self) -> UploadedFile:
        if self.cleaned_data["file"].size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return self.cleaned_data["file"]

    def clean(self) -> dict:
        data = super().clean()
        if "file" not in data:
            return data
        try:
            name = data["format"] = data.get("format") or importing.format_of(data["file"].name)
            if FORMATS[name].asks_language() and not data.get("language"):
                raise forms.ValidationError({"language": _("Say which language the questions are in.")})
        except Unreadable as error:
            raise forms.ValidationError({"file": str(error)}) from error
        return data


class Exchange(WagtailAdminTemplateMixin):
    """What each of these pages has: who may, its title, its way back."""

    page_title = gettext_lazy("Import questions")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perms(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        bank = {"url": reverse(f"{SPACE}:list"), "label": _("Question bank")}
        return [*self.breadcrumbs_items, bank, {"url": "", "label": self.get_page_title()}]


class ImportView(Exchange, FormView):
    template_name = "quizzes/admin/import.html"
    form_class = FileForm
    success_url = reverse_lazy(f"{SPACE}:import")

    def form_valid(self, form: FileForm) -> HttpResponse:
        file, data = form.cleaned_data["file"], form.cleaned_data["file"].read()
        draft = QuestionImport.of(
            data, by=self.request.user, at=timezone.now(), file_name=file.name,
            format=form.cleaned_data["format"], language=form.cleaned_data["language"],
        )  # fmt: skip
        background.begin(draft, len(data))
        draft.refresh_from_db()
        if draft.state == State.UNREADABLE:
            form.add_error("file", draft.problem)
            return self.form_invalid(form)
        return redirect(f"{SPACE}:import_preview", draft.key)

    def get_context_data(self, **kwargs) -> dict:
        formats = [(key, each) for key, each in WRITTEN.items() if not each.both_languages]
        both = [(key, each) for key, each in WRITTEN.items() if each.both_languages]
        languages = settings.LANGUAGES
        return super().get_context_data(formats=formats, both=both, languages=languages, **kwargs)


class OfAnImport(Exchange):
    """Nobody finds another person's file."""

    def dispatch(self, request: HttpRequest, token: UUID, **kwargs) -> HttpResponse:
        if request.user.has_perms(NEEDED):
            self.draft = QuestionImport.objects.filter(key=token, by=request.user).first()
            if self.draft is None:
                messages.error(request, _("The file is no longer here. Upload it again."))
                return redirect(f"{SPACE}:import")
        return super().dispatch(request, token=token, **kwargs)


class PreviewView(OfAnImport, TemplateView):
    """One address for a file from upload to result: being read, the dry run, being imported, done."""

    template_name = "quizzes/admin/import_preview.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.draft.state in (State.READING, State.RUNNING):
            return self.waiting()
        return self.render_to_response(self.get_context_data(draft=self.draft, **self.told()))

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Confirmed: what follows is in the background."""
        confirmed = background.confirm(
            self.draft, request.POST.get("fingerprint", ""), without_refused="without_refused" in request.POST
        )
        self.draft.refresh_from_db()
        if not confirmed and self.draft.state == State.DRAFT:
            messages.warning(request, _("The question bank has changed meanwhile. This is what would happen now."))
        return redirect(f"{SPACE}:import_preview", self.draft.key)

    def told(self) -> dict:
        rows = sorted(self.draft.rows, key=lambda row: ORDER.index(Verdict(row[4])))
        page = Paginator(rows, ROWS).get_page(self.request.GET.get("p"))
        names = dict(settings.LANGUAGES)
        shown = [
            {
                "place": place,
                "code": code,
                "language": names.get(language, language),
                "what": what,
                "verdict": Verdict(verdict),
                "why": why,
            }
            for place, code, language, what, verdict, why in page
        ]
        counts = [(verdict, self.draft.count(verdict.value)) for verdict in ORDER]
        written = self.draft.count(Verdict.CREATE.value) + self.draft.count(Verdict.CHANGE.value)
        return {
            "page": page, "rows": shown, "counts": counts, "written": written,
            "refused": self.draft.count(Verdict.REFUSE.value),
        }  # fmt: skip

    def waiting(self) -> HttpResponse:
        percent = progress.told(self.draft.told)
        is_stuck = percent is None and self.draft.begun_at < timezone.now() - progress.SILENT
        back = reverse(f"{SPACE}:import_retry", args=[self.draft.key])
        context = {"draft": self.draft, "percent": percent, "is_stuck": is_stuck, "back": back}
        response = self.render_to_response(self.get_context_data(**context))
        if not is_stuck:
            response["Refresh"] = "2"  # works without scripts, and stops when there is nothing to wait for
        return response


class RetryView(OfAnImport, View):
    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        background.retry(self.draft)
        return redirect(f"{SPACE}:import_preview", self.draft.key)


class ExportView(Exchange, TemplateView):
    """A download; where questions have to be left out, a page that names them comes first."""

    page_title = gettext_lazy("Export questions")
    header_icon = "download"
    template_name = "quizzes/admin/export.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name, language = request.GET.get("format", ""), request.GET.get("language", "")
        known = name in WRITTEN and (FORMATS[name].both_languages or language in dict(settings.LANGUAGES))
        if not known:
            return redirect(f"{SPACE}:import")
        written = importing.export(name, language)
        is_whole = not written.left_out and not written.notes
        if is_whole or "anyway" in request.GET:
            file_name = "-".join(part for part in ("questions", language) if part)
            return download(written.data, f"{file_name}.{FORMATS[name].suffix}", FORMATS[name].content_type)
        context = {
            "format": FORMATS[name],
            "left_out": written.left_out,
            "notes": written.notes,
            "reasons_left_out": by_reason(written.left_out),
            "reasons_noted": by_reason(written.notes),
            "anyway": f"{request.get_full_path()}&anyway=1",
        }
        return self.render_to_response(self.get_context_data(**context))


class TemplateSheetView(Exchange, View):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return download(sheet.template(), "questions-template.xlsx", EXCEL)


def by_reason(told: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Each reason once, with the codes of the questions that it is true of."""
    codes: dict[str, list[str]] = {}
    for code, why in told:
        codes.setdefault(why, []).append(code)
    return list(codes.items())


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": disposition})
