from wagtail import hooks

from people.admin import DealershipViewSet, RegionViewSet


@hooks.register("register_admin_viewset")
def organisation_viewsets() -> list:
    return [RegionViewSet("regions"), DealershipViewSet("dealerships")]
