"""How often the turn of a group comes, read from the limits of the law."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from django.db.models import Q

from convalescence.models import Counted, Cycle, Form, YearPlan
from policies.models import BeneficiaryGroup, Limit, Rate, Resolution
from policies.rules.types import Measure, Window

UNTOLD = (
    "Văn bản không ghi số lần trong các hạn mức đã nhập; tạm lấy mỗi năm một lần, cần đối chiếu."
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """``source`` says where the number of years comes from.

    ``from_year`` is the year from which the law counts its periods; None from use to use.
    """

    group: BeneficiaryGroup
    years: int
    source: str
    from_year: int | None = None

    @property
    def counted(self) -> str:
        return Counted.LAST if self.from_year is None else Counted.YEAR


def forms_of_groups(resolutions: Iterable[Resolution]) -> dict[int, tuple[str, ...]]:
    """The forms for which the law has a rate, by group; in the order of ``Form``."""
    found: dict[int, set[str]] = defaultdict(set)
    rates = Rate.objects.filter(
        benefit__resolution__in=list(resolutions), benefit__code__in=Form.values
    ).values_list("group", "benefit__code", "benefit__resolution")
    for group, code, resolution in rates:
        whom = [group] if group else _groups_of(resolution)
        for one in whom:
            found[one].add(code)
    return {
        group: tuple(form for form in Form.values if form in forms)
        for group, forms in found.items()
    }


def _groups_of(resolution: int) -> list[int]:
    return list(BeneficiaryGroup.objects.filter(resolution=resolution).values_list("pk", flat=True))


def proposed_cycles(resolution: Resolution) -> list[Proposed]:
    """One for each group that has a form at all.

    Where forms differ the most frequent one counts: the person may choose it.
    """
    forms = forms_of_groups([resolution])
    limits = list(
        Limit.objects.filter(
            Q(benefit__code__in=Form.values) | Q(benefit=None),
            resolution=resolution,
            measure=Measure.TIMES.value,
            window__in=[Window.YEAR.value, Window.CYCLE.value],
        ).select_related("benefit")
    )
    groups = resolution.groups.filter(pk__in=forms).order_by("position")
    return [_proposed(group, forms[group.pk], limits) for group in groups]


def _proposed(group: BeneficiaryGroup, forms: tuple[str, ...], limits: list[Limit]) -> Proposed:
    of_forms = [_of_form(form, group, limits) for form in forms]
    years, anchor = min(((years, anchor) for years, anchor, _ in of_forms), key=_most_frequent)
    sources = [source for *told, source in of_forms if tuple(told) == (years, anchor) and source]
    return Proposed(group, years, " ".join(dict.fromkeys(sources)) or UNTOLD, anchor)


def _most_frequent(cycle: tuple[int, int | None]) -> tuple[int, bool, int]:
    """Fewer years first; by fixed periods the turn may come earlier than from use to use."""
    years, anchor = cycle
    return years, anchor is None, anchor or 0


def _of_form(
    form: str, group: BeneficiaryGroup, limits: list[Limit]
) -> tuple[int, int | None, str]:
    """Years between two turns in this form, from when they count, and what says so.

    The strictest limit counts.
    """
    found = [limit for limit in limits if _holds(limit, form, group)]
    if not found:
        return 1, None, ""
    strictest = max(found, key=lambda limit: (_years(limit), limit.cycle_from is None))
    told = f"{Form(form).label}: {_told(strictest)}"
    # Every year is every year, from whenever it is counted.
    anchor = strictest.cycle_from if _years(strictest) > 1 else None
    return _years(strictest), anchor, told


def _holds(limit: Limit, form: str, group: BeneficiaryGroup) -> bool:
    of_form = limit.benefit.code == form if limit.benefit else form in limit.benefits
    return of_form and limit.group_id in (None, group.pk)


def _years(limit: Limit) -> int:
    return max(1, ceil(limit.cycle_years / limit.value))


def _told(limit: Limit) -> str:
    window = f"trong {limit.cycle_years} năm" if limit.window == Window.CYCLE.value else "mỗi năm"
    if limit.cycle_from:
        window += f", theo kỳ từ năm {limit.cycle_from}"
    certain = f"{limit.get_confidence_display().lower()}"
    return f"nhiều nhất {limit.value} lần {window} ({limit.article}; {certain})."


def set_up_cycles(plan: YearPlan) -> list[Cycle]:
    """Save the proposed cycles of a new plan."""
    return Cycle.objects.bulk_create(
        Cycle(
            plan=plan,
            group=found.group,
            years=found.years,
            proposed_years=found.years,
            counted=found.counted,
            from_year=found.from_year,
            proposed_counted=found.counted,
            proposed_from=found.from_year,
            source=found.source,
        )
        for found in proposed_cycles(plan.resolution)
    )
