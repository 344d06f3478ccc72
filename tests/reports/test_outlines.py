"""A unit copies an outline and changes it in the browser; reports follow the changed one."""

import copy
from html import unescape

import pytest
from django.urls import reverse

from accounts.roles import Role
from reports.actions import ReportError, open_report
from reports.figures.reckoning import reckon
from reports.models import OwnOutline
from reports.outlines import content_of, outline_codes
from reports.outlining.checks import LawOffered, problems_of
from reports.outlining.forms import EDITORS, places_of
from reports.outlining.own import (
    OutlineChanged,
    OutlineRefused,
    copy_outline,
    delete_outline,
    usable_outlines,
    write_outline,
)
from tests.reports.conftest import signed_in

SHIPPED = "lang-son-24-2024"
LAO_CAI = LawOffered(
    benefits={
        "lao-cai-23-2024": {"periodic_checkup", "treatment_cost_support", "delegation_drugs"},
        "lao-cai-22-2024": {"convalescence_group", "convalescence_home"},
        "lao-cai-12-2020": {"convalescence_group", "convalescence_home"},
        "yen-bai-18-qd-tu": {"convalescence_group", "convalescence_home"},
    },
    groups={
        "lao-cai-23-2024": {"trung-uong", "tinh-uy", "huyen-uy", "khac"},
        "lao-cai-22-2024": {*"12345689", "11", "huy-hieu-60"},
    },
    payers={"ngan-sach-tinh", "ngan-sach-huyen"},
)


@pytest.fixture
def own(ledger) -> OwnOutline:
    return copy_outline(code=SHIPPED, title="Tổng kết rút gọn", by=ledger.reporter)


@pytest.fixture
def client(ledger):
    return signed_in(ledger.reporter)


def form_of(client, address: str) -> dict[str, str]:
    """What the page of a formset would send unchanged."""
    form = client.get(address).context["form"]
    sent = {"version": "1"}
    for bound in form.management_form:
        sent[bound.html_name] = str(bound.value())
    for row in form:
        for bound in row:
            value = bound.field.prepare_value(bound.value()) if bound.value() is not None else ""
            if value is not True and value is not False:
                sent[bound.html_name] = str(value)
    return sent


def test_a_copy_is_the_units_own_and_sound(ledger, own):
    assert own.code == "tong-ket-rut-gon-1"
    assert own.content["title"] == "Tổng kết rút gọn"
    assert {each.code for each in usable_outlines(ledger.reporter)} == {SHIPPED, own.code}
    with pytest.raises(OutlineRefused, match="hãy đặt tên khác"):
        copy_outline(code=SHIPPED, title="Tổng kết  rút gọn", by=ledger.reporter)
    stranger = ledger.user(Role.REPORTER, ledger.commune, "xa")
    assert own.code not in {each.code for each in usable_outlines(stranger)}
    with pytest.raises(ReportError, match="Không có đề cương"):
        open_report(outline=own.code, year=2025, by=stranger)


def test_every_page_saved_as_it_is_changes_nothing(ledger, own, client):
    """Through the forms and back: nothing of the outline is lost, and the figures stay."""
    before = reckon(open_report(outline=SHIPPED, year=2025, by=ledger.reporter))
    for what in EDITORS:
        for place in places_of(what, own.content):
            address = reverse("outline_edit", args=[own.code, what, place])
            own.refresh_from_db()
            answer = client.post(address, form_of(client, address) | {"version": own.version})
            assert answer.status_code == 302, (what, place)
    own.refresh_from_db()
    after = reckon(open_report(outline=own.code, year=2025, by=ledger.reporter))
    assert [value.figure for value in after] == [value.figure for value in before]
    assert [(s.key, s.level, s.heading, s.body) for s in after.outline.sections] == [
        (s.key, s.level, s.heading, s.body) for s in before.outline.sections
    ]


def test_a_line_is_changed_moved_removed_and_added(ledger, own, client):
    address = reverse("outline_edit", args=[own.code, "che-do", "1"])
    sent = form_of(client, address)
    last = int(sent["form-TOTAL_FORMS"]) - 1
    sent |= {"form-0-title": "Thăm ốm", "form-1-DELETE": "on", "form-0-ORDER": "99"}
    sent |= {
        f"form-{last}-letter": "b",
        f"form-{last}-regime": "Tiền ăn",
        f"form-{last}-benefit": "inpatient_meal",
        f"form-{last}-title": "Tiền ăn",
        f"form-{last}-published": "days, amount",
        f"form-{last}-ORDER": "1",
    }
    assert client.post(address, sent).status_code == 302
    own.refresh_from_db()
    regimes = own.content["parts"][0]["figures"]["regimes"]
    assert [regime["letter"] for regime in regimes][:2] == ["b", "c"]
    assert regimes[-1]["lines"][0]["title"] == "Thăm ốm"
    assert regimes[0]["lines"] == [
        {"benefit": "inpatient_meal", "title": "Tiền ăn", "published": "days amount"}
    ]
    report = open_report(outline=own.code, year=2025, by=ledger.reporter)
    assert "inpatient_meal.days" in reckon(report)


def test_slips_are_told_on_the_page_and_the_outline_is_not_used(ledger, own, client):
    content = copy.deepcopy(own.content)
    part = content["parts"][0]
    part["cut_offs"]["special_drug"] = "31/10"
    part["figures"]["regimes"][0]["lines"][0]["benefit"] = "no_such_benefit"
    part["figures"]["regimes"][1]["letter"] = "a"
    part["sections"].append(dict(part["sections"][0]))
    part["figures"]["population"] += " people.group_99 heads"
    write_outline(outline=own, content=content, version=1, by=ledger.reporter)
    page = unescape(client.get(reverse("outline_detail", args=[own.code])).content.decode())
    for words in (
        "ngày chốt của “special_drug” ghi “31/10”",
        "“no_such_benefit” không phải chế độ nào",
        "hai chế độ cùng điểm a)",
        "hai mục cùng mang mã",
        "nhắc “group_99”",
        "“heads” không phải là phép đếm",
    ):
        assert words in page
    assert {each.code for each in usable_outlines(ledger.reporter)} == {SHIPPED}
    with pytest.raises(ReportError, match="Đề cương chưa dùng được"):
        open_report(outline=own.code, year=2025, by=ledger.reporter)


def test_a_day_that_is_none_is_refused_at_once_and_stays_typed(own, client):
    address = reverse("outline_edit", args=[own.code, "phan", "-"])
    sent = form_of(client, address) | {"form-0-cut_offs": "special_drug = 02-30"}
    page = unescape(client.post(address, sent).content.decode())
    assert "“02-30” không phải là ngày" in page
    assert "special_drug = 02-30" in page
    own.refresh_from_db()
    assert own.version == 1


def test_the_frame_is_a_form_of_its_own(own, client):
    address = reverse("outline_edit", args=[own.code, "khung", "-"])
    form = client.get(address).context["form"]
    sent = {name: form[name].field.prepare_value(form[name].value()) or "" for name in form.fields}
    client.post(address, sent | {"title": "Tên mới", "recipients": "A\nB", "version": "1"})
    own.refresh_from_db()
    assert (own.title, own.content["frame"]["recipients"]) == ("Tên mới", ["A", "B"])


def test_two_people_do_not_overwrite_each_other(ledger, own, client):
    address = reverse("outline_edit", args=[own.code, "phan", "-"])
    sent = form_of(client, address)
    write_outline(outline=own, content=own.content, version=1, by=ledger.reporter)
    page = unescape(client.post(address, sent | {"form-0-title": "Gõ sau"}).content.decode())
    assert "vừa được người khác sửa" in page
    assert "Gõ sau" in page
    with pytest.raises(OutlineChanged):
        write_outline(outline=own, content=own.content, version=1, by=ledger.reporter)


def test_a_part_is_added_and_an_empty_outline_told(ledger, own, client):
    address = reverse("outline_edit", args=[own.code, "phan", "-"])
    sent = form_of(client, address)
    sent |= {"form-0-key": "a", "form-1-key": "b", "form-1-resolutions": SHIPPED}
    assert client.post(address, sent).status_code == 302
    own.refresh_from_db()
    assert [part["key"] for part in own.content["parts"]] == ["a", "b"]
    assert own.content["parts"][0]["sections"]
    assert client.get(reverse("outline_detail", args=[own.code])).status_code == 200
    report = open_report(outline=own.code, year=2025, by=ledger.reporter)
    assert "b.total.amount" in reckon(report)


def test_only_an_unused_outline_is_thrown_away(ledger, own, client):
    other = copy_outline(code=own.code, title="Bản nữa", by=ledger.reporter)
    open_report(outline=own.code, year=2025, by=ledger.reporter)
    with pytest.raises(OutlineRefused, match="1 báo cáo"):
        delete_outline(outline=own)
    client.post(reverse("outline_delete", args=[own.code]))
    client.post(reverse("outline_delete", args=[other.code]))
    assert list(OwnOutline.objects.all()) == [own]


def test_pages_of_others_outlines_and_of_nothing_are_404(ledger, own, client):
    stranger = signed_in(ledger.user(Role.REPORTER, ledger.commune, "xa"))
    assert stranger.get(reverse("outline_detail", args=[own.code])).status_code == 404
    for what, place in (("phan", "1"), ("che-do", "9"), ("muc", "x"), ("gì-đó", "-")):
        assert client.get(reverse("outline_edit", args=[own.code, what, place])).status_code == 404
    assert client.get(reverse("outline_edit", args=[SHIPPED, "phan", "-"])).status_code == 404
    assert client.get(reverse("outline_download", args=[SHIPPED])).content.startswith(b"title: ")


def test_shipped_outlines_have_no_problems():
    assert set(outline_codes()) >= {SHIPPED, "lao-cai"}
    assert problems_of(content_of("lao-cai"), LAO_CAI) == []


@pytest.mark.parametrize("content", [{}, {"title": "x"}, {"title": "x", "parts": [{}]}])
def test_an_outline_with_holes_is_told_and_breaks_nothing(content):
    assert problems_of(content, LawOffered())
