"""What the codes in the rows of a law are called."""

from collections.abc import Mapping
from typing import NamedTuple

from policies.models import DatedList, Parameter, Resolution


class Names(NamedTuple):
    """Names by code; a code that nobody named stands for itself."""

    parameters: Mapping[str, str] = {}
    lists: Mapping[str, str] = {}
    benefits: Mapping[str, str] = {}
    groups: Mapping[str, str] = {}

    def parameter(self, code: str) -> str:
        return self.parameters.get(code, code)

    def list(self, code: str) -> str:
        return self.lists.get(code, code)

    def benefit(self, code: str) -> str:
        return self.benefits.get(code, code)

    def group(self, code: str) -> str:
        return self.groups.get(code, code)


def names_of(resolution: Resolution) -> Names:
    """Four queries, whatever the size of the resolution."""
    return Names(
        dict(Parameter.objects.values_list("code", "name")),
        dict(DatedList.objects.values_list("code", "name")),
        dict(resolution.benefits.values_list("code", "short_title")),
        dict(resolution.groups.values_list("code", "name")),
    )
