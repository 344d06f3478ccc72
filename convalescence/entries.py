"""The kinds of facts of this app, as people enter and find them."""

from typing import Any

from django.urls import reverse

from claims.entries import Entry
from convalescence import actions, forms, models


def _trip_of(fact: Any) -> tuple[str, str]:
    return str(fact.trip), reverse("trip_detail", args=[fact.trip_id])


PARTICIPATION = Entry(
    code="participation",
    path="di-dieu-duong",
    model=models.Participation,
    form=forms.ParticipationForm,
    title="Đi điều dưỡng theo đoàn",
    create_label="Nhập người đi điều dưỡng",
    hint="Điều dưỡng tập trung, tại cơ sở của tỉnh hoặc ngoài tỉnh, theo đoàn đã lập.",
    icon="trees",
    benefits=("convalescence_centre", "convalescence_out_of_province", "convalescence_group"),
    day="trip__begins_on",
    name="cadre__sort_name",
    order=20,
    kept=("trip", "days"),
    parent=_trip_of,
    record=actions.join_trip,
    correct=actions.correct_participation,
)

HOME = Entry(
    code="home",
    path="dieu-duong-tai-nha",
    model=models.HomeConvalescence,
    form=forms.HomeForm,
    title="Điều dưỡng tại nhà",
    create_label="Nhập người điều dưỡng tại nhà",
    hint="Chọn điều dưỡng tại nhà thay cho đi theo đoàn, mỗi năm một lần.",
    icon="home-heart",
    benefits=("convalescence_home",),
    day="requested_on",
    name="cadre__sort_name",
    order=30,
    kept=("requested_on", "run_by"),
)

ENTRIES = (PARTICIPATION, HOME)
