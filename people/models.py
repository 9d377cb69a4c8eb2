"""The people, and what the other files of this app keep about them."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.localized import active_language
from people.organisation import Brand, Dealership, Region, Team  # noqa: F401
from people.scope import standings, visible_people


class Role(models.TextChoices):
    """What a person may do and see; `people.scope` says it in full."""

    ADVISOR = "advisor", _("Service advisor")
    TRAINER = "trainer", _("Trainer")
    MANAGER = "manager", _("Service manager")
    REGIONAL_MANAGER = "regional_manager", _("Regional manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class JobRole(models.TextChoices):
    """What a person does at work."""

    SERVICE_ADVISOR = "service_advisor", _("Service advisor")
    CUSTOMER_SPECIALIST = "customer_specialist", _("Customer specialist")
    FOLLOW_UP_CLERK = "follow_up_clerk", _("Follow-up clerk")
    TRAINER = "trainer", _("Trainer")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    OTHER = "other", _("Other")


class Language(models.TextChoices):
    CHINESE = "zh-hans", "简体中文"
    ENGLISH = "en", "English"


class UserQuerySet(models.QuerySet):
    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def advisors(self) -> "UserQuerySet":
        return self.active().filter(role=Role.ADVISOR)

    def without_a_way_in(self) -> "UserQuerySet":
        """Neither a password nor a passkey: Django writes "!" where there is none."""
        return self.filter(Q(password="") | Q(password__startswith="!")).exclude(  # noqa: S106
            authenticator__type=Authenticator.Type.WEBAUTHN
        )

    def knowing_places_elsewhere(self) -> "UserQuerySet":
        """With `is_elsewhere`: whether `people.scope` has to ask for second places or for whom they act."""
        besides = apps.get_model("people", "Membership").objects.filter(person=OuterRef("pk"), is_main=False)
        acting = apps.get_model("people", "Delegation").objects.filter(delegate=OuterRef("pk"))
        return self.annotate(is_elsewhere=Exists(besides) | Exists(acting))

    def visible_to(self, user: "User") -> "UserQuerySet":
        return self.filter(visible_people(user))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    @transaction.atomic
    def create_user(self, employee_number: str, password: str | None = None, **fields) -> "User":
        """A person with role `fields["role"]` (advisor if not said); without a password nobody can sign in as them."""
        user = self.model(employee_number=employee_number.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        user.join_groups_of_role()
        follow(user, timezone.localdate())
        return user

    def create_superuser(self, employee_number: str, password: str | None = None, **fields) -> "User":
        fields["role"] = Role.ADMINISTRATOR
        return self.create_user(employee_number, password, **fields)

    def get_by_natural_key(self, employee_number: str) -> "User":
        return self.get(employee_number__iexact=employee_number)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The employee number signs in; an email address is not needed, many workshops have none."""

    employee_number = models.CharField(
        _("employee number"),
        max_length=32,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("Use small letters, digits, dots, dashes only."))],
        error_messages={"unique": _("Somebody has this employee number already.")},
    )
    email = models.EmailField(_("email"), blank=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=80)
    name_latin = models.CharField(
        _("name in Latin letters"), max_length=120, blank=True, help_text=_("As it is to stand on a certificate.")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.ADVISOR)
    job_role = models.CharField(_("job"), max_length=20, choices=JobRole, default=JobRole.SERVICE_ADVISOR)
    dealership = models.ForeignKey(
        Dealership, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("dealership")
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("region"),
        help_text=_("For regional managers, and for trainers who serve a whole region."),
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("team"),
        help_text=_("A manager with a team leads it, and sees its people only."),
    )
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.CHINESE)
    hired_on = models.DateField(_("hired on"), null=True, blank=True)
    is_active = models.BooleanField(
        pgettext_lazy("person", "active"), default=True, help_text=_("Untick for a person who has left.")
    )
    date_joined = models.DateTimeField(_("added"), auto_now_add=True)

    USERNAME_FIELD = "employee_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["employee_number"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                condition=~Q(email=""),
                name="person_email_is_unique",
                violation_error_message=_("Somebody has this email address already."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="person_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """As the interface names them: in English in Latin letters, and then as their colleagues write it."""
        if active_language() == "zh" or self.name_latin in ("", self.name):
            return self.name
        return f"{self.name_latin} {self.name}"

    # Wagtail's admin shows and sorts people by these names.
    @property
    def first_name(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        return ""

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def writes_content(self) -> bool:
        return bool(self.roles(themselves=True) & AUTHORS)

    @property
    def manages_team(self) -> bool:
        return bool(self.roles() & MANAGERS)

    @property
    def manages_team_themselves(self) -> bool:
        return bool(self.roles(themselves=True) & MANAGERS)

    @property
    def scores_role_plays(self) -> bool:
        return bool(self.roles() & SCORERS)

    @property
    def observes_at_work(self) -> bool:
        """Managers score what they see on the service drive, with the trainers' check sheets."""
        return bool(self.roles() & (SCORERS | MANAGERS))

    @property
    def scores_role_plays_themselves(self) -> bool:
        return bool(self.roles(themselves=True) & SCORERS)

    @property
    def may_name_a_delegate(self) -> bool:
        """Acting for an administrator would hand over everything, so they name none."""
        return not self.is_superuser and (self.manages_team_themselves or self.scores_role_plays_themselves)

    def roles(self, themselves: bool = False) -> set[str]:
        """What the person is today at all of their places, and unless `themselves` whatever they act for.

        The main role counts first and costs no query; nor does that of whoever is known to be nowhere else.
        """
        if self.role == Role.ADMINISTRATOR or getattr(self, "is_elsewhere", True) is False:
            return {self.role}
        return {each.role for each in standings(self, timezone.localdate()) if not (themselves and each.delegated)}

    def take_role(self, role: str) -> None:
        self.role = role
        self.save(update_fields=["role"])
        self.join_groups_of_role()
        follow(self, timezone.localdate())

    def join_groups_of_role(self) -> None:
        """Wagtail's permissions hang on groups, so each role that has any is a group of the same name.

        An administrator may do everything, which Django calls a superuser.
        """
        self.is_superuser = self.role == Role.ADMINISTRATOR
        self.save(update_fields=["is_superuser"])
        wanted = self.roles(themselves=True)
        roles = Group.objects.filter(name__in=Role.values)
        self.groups.remove(*roles.exclude(name__in=wanted))
        self.groups.add(*roles.filter(name__in=wanted))


AUTHORS = frozenset([Role.TRAINER, Role.ADMINISTRATOR])
SCORERS = frozenset([Role.TRAINER, Role.ADMINISTRATOR])
MANAGERS = frozenset([Role.MANAGER, Role.REGIONAL_MANAGER, Role.ADMINISTRATOR])

# Django finds the models of an app here; these name people by the setting, so they need nothing from above.
from people.audit.records import AuditEntry, AuditOrigin  # noqa: E402, F401
from people.importing.records import Import  # noqa: E402, F401
from people.invitations.records import Invitation  # noqa: E402, F401
from people.memberships import Delegation, Membership, follow  # noqa: E402, F401
from people.privacy.records import Consent, Copy, Erasure, RetentionPeriod  # noqa: E402, F401
from people.second_factor import SecondFactorPolicy  # noqa: E402, F401
