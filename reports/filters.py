"""What the list of reports can be narrowed by; every choice stands in the address."""

from typing import Any

import django_filters

from reports.models import Report, ReportState
from reports.models.report import ReportQuerySet


class ReportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="Tình trạng", choices=ReportState, empty_label="Tất cả"
    )
    year = django_filters.ChoiceFilter(label="Năm", choices=(), empty_label="Tất cả")

    class Meta:
        model = Report
        fields = ("state", "year")

    def __init__(self, *args: Any, queryset: ReportQuerySet, **options: Any) -> None:
        super().__init__(*args, queryset=queryset, **options)
        years = queryset.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
