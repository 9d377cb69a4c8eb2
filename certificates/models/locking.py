from django.contrib.auth import get_user_model


def lock_person(person) -> None:
    """Until the transaction ends, nobody else issues or signs for this person. SQLite has one writer at a time anyway.

    Rows that merely point to the person (a result that is being written) are not held up.
    """
    get_user_model().objects.select_for_update(no_key=True).values_list("pk").get(pk=person.pk)
