"""Parallel cases: the customer's cards of a scenario, and who has had which.

The card on the page is the first; further ones are rows beside it. All of them are known by the key that their
languages share. Nobody meets the same customer twice within `DAYS_APART`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin

from courses.blocks import TEXT
from roleplays.models.pages import RolePlayPage

DAYS_APART = 180


class EveryCardUsed(Exception):
    """The person has had every customer of this scenario lately; the next is free again at `free_at`."""

    def __init__(self, free_at: datetime) -> None:
        super().__init__(f"free again at {free_at}")
        self.free_at = free_at


class CustomerCard(TranslatableMixin, Orderable):
    """A further customer of the same scenario; like the card on the page, never shown to an advisor who performs."""

    page = ParentalKey(RolePlayPage, on_delete=models.CASCADE, related_name="further_cards")
    name = models.CharField(pgettext_lazy("customer", "name"), max_length=80)
    persona = models.TextField(_("persona"), help_text=_("Who the customer is and how they speak."))
    car = models.TextField(_("car"))
    mood = models.TextField(_("mood"))
    hidden_facts = RichTextField(_("hidden facts"), features=TEXT, help_text=_("What the advisor must find out."))
    reveal = RichTextField(_("what to reveal when"), features=TEXT)

    panels = [FieldPanel(name) for name in ("name", "persona", "car", "mood", "hidden_facts", "reveal")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("customer’s card")
        verbose_name_plural = _("customers’ cards")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Card:
    """A customer as the player reads them. `number` counts the cards of a scenario from 1."""

    key: UUID
    number: int
    name: str
    persona: str
    car: str
    mood: str
    hidden_facts: str
    reveal: str


FIELDS = ("name", "persona", "car", "mood", "hidden_facts", "reveal")


def cards_of(page: RolePlayPage) -> list[Card]:
    """In the page's language; none for an audit."""
    if not page.has_customer:
        return []
    own = Card(page.translation_key, 1, *(getattr(page, f"customer_{name}") for name in FIELDS))
    further = page.further_cards.all()
    return [own] + [
        Card(row.translation_key, number, *(getattr(row, name) for name in FIELDS))
        for number, row in enumerate(further, start=2)
    ]


class CardUseQuerySet(models.QuerySet):
    def newest(self) -> "CardUseQuerySet":
        return self.order_by("-number")


class CardUse(models.Model):
    """A person is given a customer for a performance at `at`. `number` counts the times this has happened.

    `free_from` is None for the first time, and where the scenario has no other customer to give.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="card_uses")
    card = models.UUIDField(_("customer’s card"))
    number = models.PositiveSmallIntegerField(_("number"))
    at = models.DateTimeField(_("when"))
    free_from = models.DateTimeField(_("free from"), null=True)

    objects = CardUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "card", "number"], name="card_use_numbered_once"),
            models.CheckConstraint(
                condition=Q(free_from=None) | Q(at__gte=F("free_from")), name="card_not_again_before_it_is_free"
            ),
            models.CheckConstraint(
                condition=Q(number=1, free_from=None) | Q(number__gt=1), name="card_use_first_was_free"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.card} · {self.number}"


def deal(person, cards: Sequence[UUID], at: datetime, seen: Sequence[UUID] = (), chosen: UUID | None = None) -> CardUse:
    """Give `person` a customer for a performance at `at`: the chosen one, or the one they met longest ago or never.

    `seen` are cards that they know from playing the customer themselves. The caller holds the lock on the person. With
    one card only there is no parallel case: it may be given again. Raises `EveryCardUsed`.
    """
    last = {use.card: use for use in CardUse.objects.filter(person=person, card__in=cards).order_by("number")}
    free_at = {card: last[card].at + timedelta(days=DAYS_APART) for card in cards if card in last}
    wanted = [card for card in cards if chosen in (None, card)]
    if len(cards) > 1:
        free = [card for card in wanted if card not in seen and (card not in free_at or free_at[card] <= at)]
    else:
        free = wanted
    if not free:
        raise EveryCardUsed(min((free_at[card] for card in wanted if card in free_at), default=at))
    card = min(free, key=lambda each: (each in free_at, free_at.get(each, at), list(cards).index(each)))
    return CardUse.objects.create(
        person=person,
        card=card,
        number=last[card].number + 1 if card in last else 1,
        at=at,
        free_from=free_at.get(card) if len(cards) > 1 else None,
    )


def deal_for(role_play: RolePlayPage, person, at: datetime) -> CardUse | None:
    """A customer for this performance, who is not one whom the person has played themselves lately."""
    cards = [card.key for card in cards_of(role_play)]
    since = at - timedelta(days=DAYS_APART)
    plans = apps.get_model("roleplays", "Plan").objects.standing()
    played = plans.filter(player=person, starts_at__gte=since, use__card__in=cards)
    return deal(person, cards, at, seen=list(played.values_list("use__card", flat=True))) if cards else None
