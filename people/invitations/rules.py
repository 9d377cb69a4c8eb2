"""Who may invite whom. A new code is also the way back in for whoever has forgotten the password and has no mailbox."""

from people.models import Membership, Role, User, UserQuerySet


def may_be_invited_by(user: User) -> UserQuerySet:
    """Administrators invite everybody but themselves; who manages, the advisors whom they see.

    A code opens the account, so nobody gets one for somebody who may do more than themselves.
    """
    others = User.objects.active().exclude(pk=user.pk)
    if user.role == Role.ADMINISTRATOR:
        return others
    if not user.manages_team:
        return others.none()
    elsewhere = Membership.objects.besides().open().exclude(role=Role.ADVISOR)
    return others.visible_to(user).filter(role=Role.ADVISOR).exclude(pk__in=elsewhere.values("person"))
