"""The table of the forecast, for `people.tables`."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.tables import Asked, Line, Sheet, Table
from tracking.forecasting.page import Foretold, forecasts_of
from tracking.overview.tables import level_word


def forecast(asked: Asked) -> Sheet:
    shown = forecasts_of(asked.user, asked.query, timezone.localdate(asked.at))
    if not shown.certification:
        raise Http404
    heading = [
        _("Dealership"), _("Code"), _("Region"), _("Certified today"), _("In 3 months"), _("In 6 months"),
        pgettext("advisors", "Minimum"),
        _("State"), _("Too few from"), _("Chance of too few, in per cent"), _("Renewals"), _("First awards"),
        _("Assessor’s days"),
    ]  # fmt: skip
    return Sheet(heading, map(forecast_line, shown.rows), title=shown.certification.title)


def forecast_line(each: Foretold) -> Line:
    place, planned = each.dealership, each.plan
    expected = [each.certified, round(each.in_a_quarter), round(each.in_half_a_year), each.forecast.minimum]
    wanted = [planned.renewals, planned.first_awards, planned.assessor_days] if planned else [None, None, None]
    risk = [level_word(each.state), each.short_on, each.chance]
    return [str(place), place.code, str(place.region), *expected, *risk, *wanted]


TITLE = gettext_lazy("Forecast of certified advisors")
TABLES = [Table("forecast", TITLE, "tracking:forecast", forecast, told=("certification",))]
