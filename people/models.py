"""Regions, dealerships and the people who belong to them."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.localized import localized
from people.scope import visible_people


class Region(models.Model):
    code = models.SlugField(_("code"), unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self, "name")


class Dealership(models.Model):
    code = models.SlugField(_("code"), unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="dealerships", verbose_name=_("region"))

    class Meta:
        verbose_name = _("dealership")
        verbose_name_plural = _("dealerships")
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self, "name")


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
        return user

    def create_superuser(self, employee_number: str, password: str | None = None, **fields) -> "User":
        fields["role"] = Role.ADMINISTRATOR
        return self.create_user(employee_number, password, **fields)

    def get_by_natural_key(self, employee_number: str) -> "User":
        return self.get(employee_number__iexact=employee_number)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The employee number signs in; an e-mail address is not needed, many workshops have none."""

    employee_number = models.CharField(
        _("employee number"),
        max_length=32,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("Use small letters, digits, dots, dashes only."))],
        error_messages={"unique": _("Somebody has this employee number already.")},
    )
    email = models.EmailField(_("e-mail"), blank=True)
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
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="person_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

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
        return self.role in (Role.TRAINER, Role.ADMINISTRATOR)

    @property
    def manages_team(self) -> bool:
        return self.role in (Role.MANAGER, Role.REGIONAL_MANAGER, Role.ADMINISTRATOR)

    @property
    def scores_role_plays(self) -> bool:
        return self.role in (Role.TRAINER, Role.ADMINISTRATOR)

    def take_role(self, role: str) -> None:
        self.role = role
        self.save(update_fields=["role"])
        self.join_groups_of_role()

    def join_groups_of_role(self) -> None:
        """Wagtail's permissions hang on groups, so each role that has any is a group of the same name.

        An administrator may do everything, which Django calls a superuser.
        """
        self.is_superuser = self.role == Role.ADMINISTRATOR
        self.save(update_fields=["is_superuser"])
        roles = Group.objects.filter(name__in=Role.values)
        self.groups.remove(*roles.exclude(name=self.role))
        self.groups.add(*roles.filter(name=self.role))


# Django finds the models of an app here; this one names people by the setting, so it needs nothing from above.
from people.importing.records import Import  # noqa: E402, F401
