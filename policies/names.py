"""What the codes in the rows of a law are called."""

from collections.abc import Mapping
from typing import NamedTuple

from accounts.models import Unit
from accounts.provinces import province_name
from policies.models import DatedList, Limit, ListEntry, Parameter, Rate, Resolution
from policies.rules.traits import usual_values, value_name

OLD_PROVINCE = ("territory", "residence_territory")


class Names(NamedTuple):
    """Names by code; a code that nobody named stands for itself."""

    parameters: Mapping[str, str] = {}
    lists: Mapping[str, str] = {}
    benefits: Mapping[str, str] = {}
    groups: Mapping[str, str] = {}
    entries: Mapping[str, str] = {}  # of all lists, by value
    facilities: Mapping[str, str] = {}

    def parameter(self, code: str) -> str:
        return self.parameters.get(code, code)

    def list(self, code: str) -> str:
        return self.lists.get(code, code)

    def benefit(self, code: str) -> str:
        return self.benefits.get(code, code)

    def group(self, code: str) -> str:
        return self.groups.get(code, code)

    def value(self, trait: str, value: str) -> str:
        """``nghỉ hưu``, ``Lào Cai``; a facility as its unit is called, others as a list has it."""
        if trait in OLD_PROVINCE:
            return province_name(value)
        if trait == "facility" and value in self.facilities:
            return self.facilities[value]
        told = value_name(trait, value)
        return self.entries.get(value, value) if told == value else told


def names_of(resolution: Resolution) -> Names:
    """A handful of queries, whatever the size of the resolution."""
    values = _values_named(resolution)
    entries = ListEntry.objects.filter(value__in=values).exclude(label="").order_by("id")
    return Names(
        dict(Parameter.objects.values_list("code", "name")),
        dict(DatedList.objects.values_list("code", "name")),
        dict(resolution.benefits.values_list("code", "short_title")),
        dict(resolution.groups.values_list("code", "name")),
        dict(entries.values_list("value", "label")),
        dict(Unit.objects.filter(code__in=values).values_list("code", "name")),
    )


def _values_named(resolution: Resolution) -> set[str]:
    """What the conditions of the resolution name as a value, unless every law has a word for it."""
    rates = Rate.objects.filter(benefit__resolution=resolution).exclude(conditions=[]).order_by()
    limits = Limit.objects.filter(resolution=resolution).exclude(conditions=[]).order_by()
    told = rates.values_list("conditions").union(limits.values_list("conditions")).order_by()
    return {
        value
        for (conditions,) in told
        for each in conditions
        if not each.get("name") and not usual_values(each["trait"])
        for value in each.get("values", ())
    }
