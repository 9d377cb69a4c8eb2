"""What people are besides, and who acts for whom, in Wagtail's admin: for administrators."""

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from people.admin import TakenAway
from people.memberships import Delegation, Membership
from people.models import Role, User
from people.scope import forget_standings

DATE = {"type": "date"}
# An administrator is one everywhere, and there is no half of it.
ROLES = [(value, label) for value, label in Role.choices if value != Role.ADMINISTRATOR]


class NumberField(forms.CharField):
    """A person by employee number: no list of ten thousand names to choose from."""

    def prepare_value(self, value):
        if not isinstance(value, int):  # what was typed, shown again
            return value
        return User.objects.filter(pk=value).values_list("employee_number", flat=True).first()

    def clean(self, value) -> User:
        number = super().clean(value).strip().lower()
        person = User.objects.active().filter(employee_number=number).first()
        if person is None:
            raise forms.ValidationError(_("Nobody who works here has this employee number."))
        return person


class MembershipForm(forms.ModelForm):
    person = NumberField(label=_("employee number"), max_length=32)
    role = forms.ChoiceField(label=_("role"), choices=ROLES)

    class Meta:
        model = Membership
        fields = ["person", "role", "dealership", "with_branches", "team", "region", "brand", "since"]
        widgets = {"since": forms.DateInput(attrs=DATE, format="%Y-%m-%d")}

    def clean(self) -> dict:
        cleaned = super().clean()
        dealership, role = cleaned.get("dealership"), cleaned.get("role")
        if role in (Role.ADVISOR, Role.MANAGER) and not dealership:
            self.add_error("dealership", _("An advisor or manager belongs to a dealership."))
        if not (dealership or cleaned.get("region") or cleaned.get("brand")):
            self.add_error("dealership", _("Say where."))
        if (team := cleaned.get("team")) and team.dealership != dealership:
            self.add_error("team", _("This team belongs to another dealership."))
        person = cleaned.get("person")
        if person and dealership and person.dealership == dealership:
            self.add_error("dealership", _("That is their main dealership: change the role on their own page."))
        return cleaned


class DelegationForm(forms.ModelForm):
    person = NumberField(label=_("who is away (employee number)"), max_length=32)
    delegate = NumberField(label=_("who acts for them (employee number)"), max_length=32)

    class Meta:
        model = Delegation
        fields = ["person", "delegate", "first_day", "last_day"]
        widgets = {name: forms.DateInput(attrs=DATE, format="%Y-%m-%d") for name in ("first_day", "last_day")}


class OpenMemberships:
    def get_queryset(self) -> QuerySet:
        return Membership.objects.besides().open()


class MembershipIndexView(TakenAway, generic.IndexView):
    table = "further-places"

    def get_base_queryset(self) -> QuerySet:
        return Membership.objects.besides().open().with_places().select_related("person")


class MembershipCreateView(generic.CreateView):
    @transaction.atomic
    def save_instance(self) -> Membership:
        membership = super().save_instance()
        groups_follow(membership.person)
        return membership


class MembershipEditView(OpenMemberships, generic.EditView):
    @transaction.atomic
    def save_instance(self) -> Membership:
        membership = super().save_instance()
        groups_follow(membership.person)
        return membership


class MembershipEndView(OpenMemberships, generic.DeleteView):
    """It ends today and stays in the history."""

    page_title = _("End")
    confirmation_message = _("It ends today and stays in the person’s history.")
    success_message = _("Ended.")

    @transaction.atomic
    def delete_action(self) -> None:
        self.object.end(timezone.localdate())
        groups_follow(self.object.person)


def groups_follow(person: User) -> None:
    forget_standings(person)
    person.join_groups_of_role()


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "group"
    menu_label = _("Roles at further places")
    index_view_class = MembershipIndexView
    add_view_class = MembershipCreateView
    edit_view_class = MembershipEditView
    delete_view_class = MembershipEndView
    list_display = ["person", Column("get_role_display", label=_("role")), Column("place", label=_("where")), "since"]
    search_fields = ["person__name", "person__employee_number"]
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[MembershipForm]:
        return MembershipForm


class StandingDelegations:
    def get_queryset(self) -> QuerySet:
        return Delegation.objects.filter(revoked_at=None).select_related("person", "delegate")


class DelegationIndexView(TakenAway, generic.IndexView):
    table = "delegations"

    def get_base_queryset(self) -> QuerySet:
        return StandingDelegations().get_queryset()


class DelegationEditView(StandingDelegations, generic.EditView):
    pass


class DelegationCreateView(generic.CreateView):
    def save_instance(self) -> Delegation:
        self.form.instance.made_by, self.form.instance.made_at = self.request.user, timezone.now()
        return super().save_instance()


class DelegationRevokeView(StandingDelegations, generic.DeleteView):
    page_title = _("End")
    confirmation_message = _("From this moment on nobody acts for this person.")
    success_message = _("Ended.")

    def delete_action(self) -> None:
        self.object.revoke(by=self.request.user, at=timezone.now())


class DelegationViewSet(ModelViewSet):
    model = Delegation
    icon = "user"
    index_view_class = DelegationIndexView
    edit_view_class = DelegationEditView
    add_view_class = DelegationCreateView
    delete_view_class = DelegationRevokeView
    list_display = ["person", "delegate", "first_day", "last_day"]
    search_fields = ["person__name", "person__employee_number", "delegate__name", "delegate__employee_number"]
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[DelegationForm]:
        return DelegationForm
