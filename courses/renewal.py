"""When what is published becomes another state: any change of what learners see of the tree, whoever makes it.

The editor saves a draft every half second; that changes nothing published, and so renews nothing.
"""

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents.models import Document
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from courses.models import Picture, Publication, Rendition
from standards.models import Clause

# What saving a draft, a lock or a comment writes on the page itself.
OF_DRAFTS = {
    "wagtail_admin_comments", "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes",
    "locked", "locked_at", "locked_by", "go_live_at", "expire_at",
}  # fmt: skip
SHOWN = (Clause, Document, Locale, PageViewRestriction, Picture, Site)


def renew(sender: type[Model], raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs) -> None:
    if not raw and not (update_fields and update_fields <= OF_DRAFTS):
        Publication.renew()


def renew_for_pages(sender: type[Model], **kwargs) -> None:
    if issubclass(sender, Page):
        renew(sender, **kwargs)


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(renew_for_pages, dispatch_uid="publication of pages")
    renew_with(*SHOWN)
    # A new rendition is made while a page is shown; only one that goes away is missed.
    post_delete.connect(renew, sender=Rendition, dispatch_uid="publication of renditions")
    post_page_move.connect(renew_for_pages, dispatch_uid="publication of moves")


def renew_with(*models: type[Model]) -> None:
    """Apps above name what else is kept with a state: each row that changes renews it."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(renew, sender=model, dispatch_uid=f"publication of {model._meta.label_lower}")
