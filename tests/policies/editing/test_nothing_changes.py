"""Every page of a law with every shape, opened and saved as it stands, leaves the law as it was."""

import pytest
from django.urls import reverse

from policies.dumping import dump_pack
from policies.models import DraftEdit, Limit, Rate, Resolution, Threshold
from tests.policies.editing.sent import fields_of


def addresses(draft: Resolution) -> list[str]:
    parts = ("head", "groups", "benefits", "sheet", "answers")
    found = [reverse(f"draft_{part}", args=[draft.code]) for part in parts]
    for benefit in draft.benefits.all():
        here = [draft.code, benefit.code]
        found.append(reverse("benefit_edit", args=here))
        for noun, rows in (
            ("rate", Rate.objects.filter(benefit=benefit)),
            ("limit", Limit.objects.filter(benefit=benefit)),
            ("threshold", Threshold.objects.filter(benefit=benefit)),
        ):
            found += [reverse(f"{noun}_edit", args=[*here, row.pk]) for row in rows]
    found += [
        reverse("law_limit_edit", args=[draft.code, row.pk])
        for row in draft.limits.filter(benefit=None)
    ]
    found += [reverse("relation_edit", args=[draft.code, row.pk]) for row in draft.relations.all()]
    return found


def test_saved_as_it_stands_it_stays_as_it_is(officer, drafted):
    before, pages = dump_pack(drafted), addresses(drafted)
    edits = DraftEdit.objects.filter(resolution=drafted)
    edited = edits.count()
    for address in pages:
        answer = officer.post(address, fields_of(officer.get(address)))
        problems = answer.context and answer.context["problems"]
        assert answer.status_code == 302, (address, problems)
    assert dump_pack(Resolution.objects.get(pk=drafted.pk)) == before
    assert edits.count() == edited + len(pages)


@pytest.mark.parametrize("page", ["payer_list"])
def test_what_is_shared_stays_as_it_is_too(officer, drafted, page):
    before = dump_pack(drafted)
    answer = officer.post(reverse(page), fields_of(officer.get(reverse(page))))
    assert answer.status_code == 302, answer.context["problems"]
    assert dump_pack(drafted) == before
