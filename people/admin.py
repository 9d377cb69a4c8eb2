"""People and the units of the organisation in Wagtail's admin: administrators only, by Django's model permissions."""

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.users.views.users import CreateView, DeleteView, EditView, UserColumn, UserViewSet

from people import audit
from people.audit import Action
from people.audit.persons import person_saved
from people.finding import found
from people.leaving import shut_out
from people.memberships import follow
from people.models import Brand, Dealership, Region, Role, Team, User
from people.tables.writing import WORDS


class PersonForm(forms.ModelForm):
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )

    class Meta:
        model = User
        fields = [
            "employee_number", "name", "name_latin", "email", "role", "job_role", "dealership", "team", "region",
            "language", "hired_on", "is_active",
        ]  # fmt: skip
        widgets = {"hired_on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args, editing_self: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            # Nobody locks themselves out by mistake.
            del self.fields["is_active"], self.fields["role"]

    def clean_employee_number(self) -> str:
        return self.cleaned_data["employee_number"].lower()

    def clean(self) -> dict:
        cleaned = super().clean()
        role = cleaned.get("role", self.instance.role)
        if role in (Role.ADVISOR, Role.MANAGER) and not cleaned.get("dealership"):
            self.add_error("dealership", _("An advisor or manager belongs to a dealership."))
        if role == Role.REGIONAL_MANAGER and not cleaned.get("region"):
            self.add_error("region", _("A regional manager belongs to a region."))
        if (team := cleaned.get("team")) and team.dealership != cleaned.get("dealership"):
            self.add_error("team", _("This team belongs to another dealership."))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        try:
            if self.cleaned_data.get("password"):
                validate_password(self.cleaned_data["password"], self.instance)
        except ValidationError as error:
            self.add_error("password", error)

    def save(self, commit: bool = True) -> User:
        user = super().save(commit=False)
        if self.cleaned_data["password"]:
            user.set_password(self.cleaned_data["password"])
        elif not user.pk:
            user.set_unusable_password()
        if commit:
            user.save()
            user.join_groups_of_role()
        return user


class PersonFilterSet(WagtailFilterSet):
    class Meta:
        model = User
        fields = ["role", "dealership", "is_active"]


class TakenAway:
    """A list of the admin with the links to its table, whatever it is narrowed to."""

    table = ""

    @cached_property
    def header_more_buttons(self) -> list:
        query = self.request.GET.urlencode()
        tail = f"?{query}" if query else ""
        addresses = [(word, reverse("people:table", args=[self.table, kind]) + tail) for kind, word in WORDS.items()]
        return [
            *super().header_more_buttons,
            *(Button(word, url=address, icon_name="download", priority=90) for word, address in addresses),
        ]


class PersonIndexView(TakenAway, generic.IndexView):
    table = "everybody"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    default_ordering = "employee_number"
    add_item_label = _("Add a person")
    page_title = _("People")

    @property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("name", UserColumn),
            Column("employee_number", label=_("employee number"), sort_key="employee_number"),
            Column("get_role_display", label=_("role"), sort_key="role"),
            Column("dealership", label=_("dealership"), sort_key="dealership__code"),
            BooleanColumn("is_active", label=pgettext_lazy("person", "active"), sort_key="is_active"),
        ]

    def search_queryset(self, queryset):
        """By name, pinyin in full or its initials, employee number, email."""
        return found(queryset, self.search_query) if self.search_query else queryset

    def get_base_queryset(self):
        return User.objects.select_related("dealership", "region", "wagtail_userprofile")


class PersonCreateView(CreateView):
    template_name = "wagtailadmin/generic/create.html"

    def save_instance(self) -> User:
        person = super().save_instance()
        follow(person, timezone.localdate())
        audit.record(self.request.user, Action.PERSON_CREATED, person, at=timezone.now(), request=self.request)
        return person


class PersonEditView(EditView):
    template_name = "wagtailadmin/generic/edit.html"

    def save_instance(self) -> User:
        before = {name: self.form.initial.get(name) for name in self.form.changed_data}
        person = super().save_instance()
        follow(person, timezone.localdate())
        if not person.is_active:
            shut_out([person.pk], by=self.request.user, at=timezone.now())
        person_saved(self.request, person, before)
        if self.editing_self and "password" in self.form.changed_data:
            update_session_auth_hash(self.request, person)
        return person


class KeptWhereNeeded:
    """What other rows hang on is not deleted, and the administrator is told so."""

    kept_message = _("People or records belong to it, so it is kept.")

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, self.kept_message)
            return redirect(self.get_success_url())


class PersonDeleteView(KeptWhereNeeded, DeleteView):
    kept_message = _("This person has a record, which is kept. Untick “active” instead.")

    def delete_action(self) -> None:
        with transaction.atomic():
            audit.record(self.request.user, Action.PERSON_DELETED, self.object, at=timezone.now(), request=self.request)
            super().delete_action()


class KeptDeleteView(KeptWhereNeeded, generic.DeleteView):
    pass


class PersonViewSet(UserViewSet):
    menu_label = _("People")
    index_view_class = PersonIndexView
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
    template_prefix = ""
    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "wagtailadmin/generic/index_results.html"
    create_template_name = "wagtailadmin/generic/create.html"
    edit_template_name = "wagtailadmin/generic/edit.html"
    filterset_class = PersonFilterSet
    search_fields = ["name", "employee_number", "email"]

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm


class DealershipViewSet(ModelViewSet):
    model = Dealership
    delete_view_class = KeptDeleteView
    icon = "home"
    form_fields = ["code", "name_zh", "name_en", "region", "branch_of"]
    list_display = ["code", "name_zh", "name_en", "region", "branch_of"]
    list_filter = ["region"]
    search_fields = ["code", "name_zh", "name_en"]
    add_to_settings_menu = True


class RegionViewSet(ModelViewSet):
    model = Region
    delete_view_class = KeptDeleteView
    icon = "globe"
    form_fields = ["code", "name_zh", "name_en", "brand"]
    list_display = ["code", "name_zh", "name_en", "brand"]
    add_to_settings_menu = True


class BrandViewSet(ModelViewSet):
    model = Brand
    delete_view_class = KeptDeleteView
    icon = "tag"
    form_fields = ["code", "name_zh", "name_en"]
    list_display = ["code", "name_zh", "name_en"]
    add_to_settings_menu = True


class TeamViewSet(ModelViewSet):
    model = Team
    delete_view_class = KeptDeleteView
    icon = "group"
    form_fields = ["code", "name_zh", "name_en", "dealership"]
    list_display = ["code", "name_zh", "name_en", "dealership"]
    list_filter = ["dealership"]
    add_to_settings_menu = True
