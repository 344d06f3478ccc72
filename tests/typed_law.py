"""Arguments for the pages on which the law is typed: of a draft that holds every shape once."""

from pathlib import Path

from policies.editing.urls import urlpatterns
from policies.loading import load_pack
from policies.models import DatedList, Limit, Parameter, Rate, Relation, Resolution, Threshold

EVERY_SHAPE = Path(__file__).parent / "policies" / "packs" / "every_shape.yaml"
PAGES = frozenset(str(pattern.name) for pattern in urlpatterns)
RULES = {"rate": Rate, "limit": Limit, "threshold": Threshold}


def drafted() -> Resolution:
    """The draft, made by the first call."""
    return load_pack(EVERY_SHAPE, by=None, release=False)


def argument_of(page: str, name: str) -> object:
    """The value of the argument ``name`` in the address of ``page``."""
    draft = drafted()
    if page.startswith(("parameter_", "dated_list_")):
        model = Parameter if page.startswith("parameter_") else DatedList
        return model.objects.earliest("pk").code
    if name == "code":
        return draft.code
    if page == "law_limit_edit":
        return draft.limits.filter(benefit=None).earliest("pk").pk
    if name == "relation_id":
        return Relation.objects.filter(resolution=draft).earliest("pk").pk
    model = RULES.get(page.partition("_")[0], Rate)
    rule = model.objects.filter(benefit__resolution=draft).earliest("pk")
    return rule.benefit.code if name == "benefit" else rule.pk
