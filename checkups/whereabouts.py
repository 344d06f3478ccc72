"""The days that people spent in hospital, for whoever says they were somewhere else."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from beneficiaries.matching import any_of
from checkups.models import HospitalStay
from claims.whereabouts import Presence, Span, Whereabouts
from config.formatting import date_short

A_DAY = timedelta(days=1)


def whole_days(stay: HospitalStay) -> Span | None:
    """Without the days of coming and going: on those one may be elsewhere too."""
    first, last = stay.admitted_on + A_DAY, stay.discharged_on - A_DAY
    return (first, last) if first <= last else None


def stays(cadres: Collection[int], first: date, last: date) -> Iterator[Presence]:
    rows = HospitalStay.objects.standing().filter(admitted_on__lt=last, discharged_on__gt=first)
    for stay in any_of(rows.defer("diagnosis"), "cadre_id", list(cadres), "bigint"):
        if span := whole_days(stay):
            told = f"nằm viện {date_short(stay.admitted_on)} – {date_short(stay.discharged_on)}"
            yield Presence(stay.cadre_id, *span, told)


STAYS = Whereabouts(HospitalStay.KIND, stays, whole_days)
