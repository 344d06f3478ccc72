"""The filters of the list of people; what is chosen stands in the address."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Unit, UnitKind
from beneficiaries.attention import with_a_card_that_ends, without_a_group
from beneficiaries.models import Cadre, HealthCard, Membership
from beneficiaries.models.cadre import CadreQuerySet
from beneficiaries.search import matching
from policies.models import BeneficiaryGroup, Resolution

WITHOUT_GROUP = "none"
STATUSES = [("serving", "Đang công tác"), ("retired", "Đã nghỉ hưu"), ("ended", "Đã thôi diện")]


def group_choices() -> list[tuple[str, str]]:
    """Groups of the resolutions in force; the number of the resolution only where there are two."""
    resolutions = list(Resolution.objects.in_force(timezone.localdate()).order_by("-issued_on"))
    groups = BeneficiaryGroup.objects.filter(resolution__in=resolutions)
    groups = groups.select_related("resolution").order_by("-resolution__issued_on", "position")
    several = len(resolutions) > 1
    return [
        (str(group.pk), f"{group} ({group.resolution.number})" if several else str(group))
        for group in groups
    ]


class CadreFilter(django_filters.FilterSet):
    """Who is shown in the list."""

    q = django_filters.CharFilter(label="Tìm", method="by_text")
    group = django_filters.ChoiceFilter(
        label="Đối tượng", method="by_group", empty_label="Tất cả", choices=()
    )
    unit = django_filters.ModelChoiceFilter(
        label="Cơ quan quản lý",
        field_name="managing_unit",
        queryset=Unit.objects.order_by("name"),
        empty_label="Tất cả",
    )
    commune = django_filters.ModelChoiceFilter(
        label="Xã, phường",
        queryset=Unit.objects.of_kind(UnitKind.COMMUNE).order_by("name"),
        empty_label="Tất cả",
    )
    status = django_filters.ChoiceFilter(
        label="Tình trạng", method="by_status", choices=STATUSES, empty_label="Tất cả"
    )
    card = django_filters.ChoiceFilter(
        label="Thẻ sức khỏe",
        method="by_card",
        choices=[
            ("yes", "Đang có thẻ"),
            ("ending", "Thẻ hết hạn hoặc sắp hết hạn"),
            ("no", "Chưa có thẻ"),
        ],
        empty_label="Tất cả",
    )

    class Meta:
        model = Cadre
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].extra["choices"] = [
            *group_choices(),
            (WITHOUT_GROUP, "Chưa xếp đối tượng"),
        ]
        self.form.fields["q"].widget.attrs["placeholder"] = "Họ tên, CCCD, BHYT, số thẻ"

    def by_text(self, people: CadreQuerySet, name: str, text: str) -> CadreQuerySet:
        return matching(people, text)

    def by_group(self, people: CadreQuerySet, name: str, value: str) -> CadreQuerySet:
        day = timezone.localdate()
        if value == WITHOUT_GROUP:
            return without_a_group(people, day)
        today = Membership.objects.on(day)
        return people.filter(pk__in=today.filter(group=int(value)).values("cadre"))

    def by_status(self, people: CadreQuerySet, name: str, value: str) -> CadreQuerySet:
        today = timezone.localdate()
        if value == "ended":
            return people.filter(ended_on__lte=today)
        people = people.filter(Q(ended_on=None) | Q(ended_on__gt=today))
        if value == "retired":
            return people.filter(retired_on__lte=today)
        return people.filter(Q(retired_on=None) | Q(retired_on__gt=today))

    def by_card(self, people: CadreQuerySet, name: str, value: str) -> CadreQuerySet:
        if value == "ending":
            return with_a_card_that_ends(people, timezone.localdate())
        valid = Exists(HealthCard.objects.filter(cadre=OuterRef("pk"), recalled_on=None))
        return people.filter(valid if value == "yes" else ~valid)
