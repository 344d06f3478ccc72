"""The request as people enter and find it."""

from claims.entries.kinds import Entry
from claims.models import BenefitRequest
from claims.requests.forms import RequestForm

REQUEST = Entry(
    code="request",
    path="de-nghi",
    model=BenefitRequest,
    form=RequestForm,
    title="Đề nghị hưởng chế độ",
    create_label="Nhập đề nghị",
    hint="Mọi chế độ mà văn bản đang áp dụng có, kể cả chế độ chưa có trang riêng.",
    icon="clipboard-text",
    benefits=(),
    day="on",
    name="cadre__sort_name",
    order=90,
    kept=("on",),
    form_template="claims/request_form.html",
)
