"""Groups and cards: the law of one group and one card, told in its own words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from beneficiaries import actions
from beneficiaries.models import HealthCard, Membership
from policies.models import Resolution
from tests.factories import CadreFactory, MembershipFactory, UserFactory, entitled_cadre

OVERLAP = "Người này đã thuộc một đối tượng khác của cùng văn bản trong thời gian đó."


def test_overlap_is_refused_by_the_form_in_words(law, signed_in):
    cadre = entitled_cadre(law)
    data = {"group": law.groups.get(code="3").pk, "since": "01/06/2024", "decision": "QĐ 1"}
    client = signed_in(UserFactory())
    response = client.post(reverse("membership_create", args=[cadre.pk]), data)
    assert OVERLAP in response.content.decode()
    assert Membership.objects.count() == 1


def test_overlap_is_refused_by_the_database(law):
    cadre = entitled_cadre(law)
    with pytest.raises(IntegrityError, match="memberships_do_not_overlap"), transaction.atomic():
        MembershipFactory(cadre=cadre, group=law.groups.get(code="3"), since=date(2025, 6, 1))


def test_neighbouring_periods_and_other_people_do_not_overlap(law):
    cadre = entitled_cadre(law)
    cadre.memberships.update(until=date(2025, 5, 31))
    MembershipFactory(cadre=cadre, group=law.groups.get(code="3"), since=date(2025, 6, 1))
    entitled_cadre(law)
    assert Membership.objects.count() == 3


def test_a_group_brings_its_own_resolution(law):
    group = law.groups.get(code="3")
    membership = Membership.objects.create(
        cadre=CadreFactory(), group=group, since=date(2025, 1, 1), decision="QĐ"
    )
    membership.refresh_from_db()
    assert membership.resolution_id == group.resolution_id


def test_a_resolution_that_is_not_the_group_s_is_refused(law):
    other = Resolution.objects.create(
        scheme=law.scheme,
        code="khac",
        doc_type="Nghị quyết",
        number="1/2026/NQ-HĐND",
        issued_on=date(2026, 1, 1),
        issuer="HĐND",
        subject="Khác",
        effective_from=date(2026, 1, 1),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(cadre=CadreFactory(), group=law.groups.get(code="3"), resolution=other)


def test_a_new_group_ends_the_one_before(law):
    cadre = entitled_cadre(law)
    actions.assign_group(
        cadre=cadre,
        by=UserFactory(),
        group=law.groups.get(code="3"),
        since=date(2025, 6, 1),
        decision="QĐ 2",
    )
    first, second = cadre.memberships.order_by("since")
    assert (first.until, second.until) == (date(2025, 5, 31), None)


def test_a_group_may_not_end_before_it_begins(law):
    membership = entitled_cadre(law).memberships.get()
    with pytest.raises(ValidationError, match="từ ngày bắt đầu trở đi"):
        actions.end_membership(membership=membership, by=UserFactory(), until=date(2024, 1, 1))


@pytest.fixture
def holder(law):
    """A cadre with the valid card LS-1 of 15/01/2025."""
    cadre = entitled_cadre(law)
    issue(cadre, "LS-1", date(2025, 1, 15))
    return cadre


def issue(cadre, number, day, action=actions.issue_card):
    group = cadre.memberships.get().group
    return action(cadre=cadre, by=UserFactory(), group=group, number=number, issued_on=day)


def test_a_second_valid_card_is_refused(holder):
    with pytest.raises(ValidationError, match="hãy thu hồi thẻ cũ"):
        issue(holder, "LS-2", date(2025, 6, 15))
    assert HealthCard.objects.count() == 1


def test_a_reissue_recalls_the_old_card(holder):
    issue(holder, "LS-2", date(2025, 6, 15), actions.reissue_card)
    old, new = HealthCard.objects.order_by("number")
    assert (old.recalled_on, new.kind, new.recalled_on) == (date(2025, 6, 15), "reissue", None)


def test_a_reissue_says_on_the_form_why(holder, law, signed_in):
    sent = {"number": "LS-2", "group": holder.cards.get().group_id, "issued_on": "15/06/2025"}
    client = signed_in(UserFactory())
    address = reverse("card_reissue", args=[holder.pk])
    assert "Lý do cấp đổi" in client.post(address, sent).content.decode()
    client.post(address, sent | {"reissue_reason": "damaged"})
    old, new = HealthCard.objects.order_by("number")
    assert (old.recall_reason, new.reissue_reason) == ("Cấp đổi: thẻ hỏng", "damaged")


def test_a_reissue_that_fails_recalls_nothing(holder, law):
    other = entitled_cadre(law)
    issue(other, "LS-9", date(2025, 1, 15))
    with pytest.raises(ValidationError):
        issue(holder, "LS-9", date(2025, 6, 15), actions.reissue_card)
    assert holder.cards.get().recalled_on is None


def test_a_recall_needs_a_reason_and_happens_once(holder):
    card = holder.cards.get()
    with pytest.raises(ValidationError, match="phải ghi lý do"):
        actions.recall_card(card=card, by=UserFactory(), on=date(2025, 2, 1), reason=" ")
    actions.recall_card(card=card, by=UserFactory(), on=date(2025, 2, 1), reason="Từ trần")
    with pytest.raises(ValidationError, match="đã được thu hồi"):
        actions.recall_card(card=card, by=UserFactory(), on=date(2025, 3, 1), reason="Lần nữa")


def test_a_recall_before_the_issue_is_refused_by_the_form(holder, signed_in):
    address = reverse("card_recall", args=[holder.cards.get().pk])
    response = signed_in(UserFactory()).post(address, {"on": "01/01/2024", "reason": "Nhầm"})
    assert "Ngày thu hồi phải từ ngày cấp trở đi." in response.content.decode()


def test_a_person_leaves_with_a_reason(law, signed_in):
    cadre = entitled_cadre(law)
    address = reverse("cadre_end", args=[cadre.pk])
    client = signed_in(UserFactory())
    refused = client.post(address, {"on": "01/01/1950", "reason": "Từ trần"})
    assert "Ngày thôi diện phải sau ngày sinh." in refused.content.decode()
    assert client.post(address, {"on": "01/02/2026", "reason": "Từ trần"}).status_code == 302
    cadre.refresh_from_db()
    assert (cadre.ended_on, cadre.ended_reason) == (date(2026, 2, 1), "Từ trần")
