"""A check sheet's way out and in, in Wagtail's admin: download, upload, what each row would do, all or nothing."""

from uuid import UUID, uuid4

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from roleplays import importing, workbook
from roleplays.models import CheckSheet

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEEDED = "roleplays.change_checksheet"
KEPT_FOR = 60 * 60  # seconds between upload and confirmation


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("At most 5 MB and 300 items. Nothing is written yet.")
    )


class OfSheet(WagtailAdminTemplateMixin):
    page_title = gettext_lazy("Check sheet as Excel")
    header_icon = "tasks"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sheet(self) -> CheckSheet:
        sheets = importing.sheets_of(self.kwargs["key"])
        if not sheets:
            raise Http404
        return next(iter(sheets.values()))

    def get_page_subtitle(self) -> str:
        return self.sheet.title

    def get_breadcrumbs_items(self) -> list[dict]:
        sheets = {"url": reverse("wagtailsnippets_roleplays_checksheet:list"), "label": _("Check sheets")}
        return [*self.breadcrumbs_items, sheets, {"url": "", "label": self.sheet.title}]


class ImportView(OfSheet, FormView):
    template_name = "roleplays/admin/import.html"
    form_class = FileForm

    def form_valid(self, form: FileForm) -> HttpResponse:
        data, token = form.cleaned_data["file"].read(workbook.LARGEST_FILE + 1), uuid4()
        try:
            importing.plan(self.sheet.translation_key, data)
        except workbook.Unreadable as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        cache.set(place(self.request, token), data, KEPT_FOR)
        return redirect("check_sheet_preview", self.sheet.translation_key, token)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs) | {"sheet": self.sheet}


class PreviewView(OfSheet, TemplateView):
    template_name = "roleplays/admin/import_preview.html"

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        data = cache.get(place(request, self.kwargs["token"]))
        return self.shown(data) if data else self.too_late()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        data = cache.get(place(request, self.kwargs["token"]))
        if data is None:
            return self.too_late()
        try:
            done = importing.commit(self.sheet.translation_key, data, request.POST.get("fingerprint", ""))
        except importing.Refused:
            messages.error(request, _("Nothing was imported. This is what would happen now."))
            return self.shown(data)
        cache.delete(place(request, self.kwargs["token"]))
        number = len(done.lines) - done.count(importing.Verdict.GO)
        text = ngettext("The check sheet has %(number)d item now.", "The check sheet has %(number)d items now.", number)
        messages.success(request, text % {"number": number})
        return redirect("wagtailsnippets_roleplays_checksheet:list")

    def shown(self, data: bytes) -> HttpResponse:
        plan = importing.plan(self.sheet.translation_key, data)
        counts = [(verdict, plan.count(verdict)) for verdict in importing.Verdict]
        return self.render_to_response(self.get_context_data(plan=plan, counts=counts, sheet=self.sheet))

    def too_late(self) -> HttpResponse:
        messages.error(self.request, _("The file is no longer here. Upload it again."))
        return redirect("check_sheet_import", self.sheet.translation_key)


class ExportView(OfSheet, View):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        name = f"{self.sheet.code}.xlsx"
        return download(importing.export(self.sheet.translation_key), name)


class TemplateSheetView(OfSheet, View):
    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return download(workbook.write([]), "check-sheet-template.xlsx")


def place(request: HttpRequest, token: UUID) -> str:
    """Nobody finds another person's file."""
    return f"check-sheet-import-{request.user.pk}-{token}"


def download(data: bytes, name: str) -> HttpResponse:
    return HttpResponse(data, content_type=EXCEL, headers={"Content-Disposition": f'attachment; filename="{name}"'})
