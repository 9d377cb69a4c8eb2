"""The bank's way in and out in Wagtail's admin: upload, preview, confirm; and downloads."""

import zlib
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from quizzes import importing
from quizzes.exchange import sheet
from quizzes.exchange.items import LARGEST_FILE, Unreadable
from quizzes.importing import EXCEL, FORMATS, Plan, Verdict

SPACE = "wagtailsnippets_quizzes_question"
NEEDED = ("quizzes.add_question", "quizzes.change_question")
KEPT_FOR = 60 * 60  # seconds between upload and confirmation
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
        choices=[("", gettext_lazy("Both (Excel)")), *settings.LANGUAGES],
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
            if not FORMATS[name].both_languages and not data.get("language"):
                raise forms.ValidationError({"language": _("Say which language the questions are in.")})
            self.data_read = data["file"].read()
            self.plan = importing.plan(importing.read(self.data_read, name, data["language"]))
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
        token = uuid4()
        kept = {"data": zlib.compress(form.data_read), "name": form.cleaned_data["file"].name}
        kept |= {"format": form.cleaned_data["format"], "language": form.cleaned_data["language"]}
        cache.set(place(self.request, token), kept, KEPT_FOR)
        return redirect(f"{SPACE}:import_preview", token)

    def get_context_data(self, **kwargs) -> dict:
        formats = [(key, each) for key, each in FORMATS.items() if not each.both_languages]
        both = [(key, each) for key, each in FORMATS.items() if each.both_languages]
        languages = settings.LANGUAGES
        return super().get_context_data(formats=formats, both=both, languages=languages, **kwargs)


class PreviewView(Exchange, TemplateView):
    template_name = "quizzes/admin/import_preview.html"

    def dispatch(self, request: HttpRequest, token: UUID, **kwargs) -> HttpResponse:
        self.token = token
        return super().dispatch(request, token=token, **kwargs)

    def read(self) -> Plan | None:
        """What the file would do now; the bank may have changed since it was uploaded."""
        self.kept = cache.get(place(self.request, self.token))
        if self.kept is None:
            return None
        data = zlib.decompress(self.kept["data"])
        return importing.plan(importing.read(data, self.kept["format"], self.kept["language"]))

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        plan = self.read()
        return self.shown(plan) if plan else self.too_late()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        plan = self.read()
        if plan is None:
            return self.too_late()
        if request.POST.get("fingerprint") != plan.fingerprint:
            messages.warning(request, _("The question bank has changed meanwhile. This is what would happen now."))
            return self.shown(plan)
        try:
            counts = importing.commit(plan, by=request.user, without_refused="without_refused" in request.POST)
        except importing.Refusal:
            messages.error(
                request, _("Nothing was imported: some questions are refused. Mend them, or leave them out.")
            )
            return self.shown(plan)
        cache.delete(place(request, self.token))
        written = counts[Verdict.CREATE] + counts[Verdict.CHANGE]
        done = ngettext("%(number)d question was imported.", "%(number)d questions were imported.", written)
        messages.success(request, done % {"number": written})
        return redirect(f"{SPACE}:list")

    def too_late(self) -> HttpResponse:
        messages.error(self.request, _("The file is no longer here. Upload it again."))
        return redirect(f"{SPACE}:import")

    def shown(self, plan: Plan) -> HttpResponse:
        rows = sorted(plan.rows, key=lambda row: ORDER.index(row.verdict))
        page = Paginator(rows, ROWS).get_page(self.request.GET.get("p"))
        counts = [(verdict, plan.count(verdict)) for verdict in ORDER]
        context = {"plan": plan, "page": page, "counts": counts, "file_name": self.kept["name"]}
        context["refused"] = plan.count(Verdict.REFUSE)
        context["written"] = plan.count(Verdict.CREATE) + plan.count(Verdict.CHANGE)
        return self.render_to_response(self.get_context_data(**context))


def place(request: HttpRequest, token: UUID) -> str:
    """Nobody finds another person's file."""
    return f"quizzes-import-{request.user.pk}-{token}"


class ExportView(Exchange, TemplateView):
    """A download; where questions have to be left out, a page that names them comes first."""

    page_title = gettext_lazy("Export questions")
    header_icon = "download"
    template_name = "quizzes/admin/export.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name, language = request.GET.get("format", ""), request.GET.get("language", "")
        known = name in FORMATS and (FORMATS[name].both_languages or language in dict(settings.LANGUAGES))
        if not known:
            return redirect(f"{SPACE}:import")
        written = importing.export(name, language)
        if not written.left_out or "anyway" in request.GET:
            file_name = "-".join(part for part in ("questions", language) if part)
            return download(written.data, f"{file_name}.{FORMATS[name].suffix}", FORMATS[name].content_type)
        context = {
            "format": FORMATS[name],
            "left_out": written.left_out,
            "anyway": f"{request.get_full_path()}&anyway=1",
        }
        return self.render_to_response(self.get_context_data(**context))


class TemplateSheetView(Exchange, View):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return download(sheet.template(), "questions-template.xlsx", EXCEL)


def download(data: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(data, content_type=content_type, headers={"Content-Disposition": disposition})
