"""What is stuck on its way: claims, money, uploads."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from accounts.models import User
from beneficiaries.models import BatchState, ImportBatch
from claims.models import Recalculation, RecalculationState
from claims.queue import failed_to_pay, without_papers
from config.formatting import money
from reports.cares.care import MOST_NAMED, Care
from reports.home.overview import Overview


def overspent(overview: Overview) -> Iterator[Care]:
    for row in overview.overspent:
        beyond = row.spent - (row.estimate or 0)
        yield Care(
            f"Vượt dự toán: {row.benefit.letter}) {row.benefit.short_title}",
            f"Đã chi vượt {money(beyond)} đồng so với dự toán năm {overview.year}.",
            row.amount.url,
            "alert-triangle",
            "red",
        )


def missing_papers(user: User, today: date) -> Iterator[Care]:
    claims = without_papers(user)
    if found := claims.count():
        first = claims.order_by("event_on", "pk").only("number")[:MOST_NAMED]
        yield Care(
            "hồ sơ đang xử lý chưa có giấy tờ nào",
            "Mở sự việc của hồ sơ và đánh dấu giấy tờ đã nhận.",
            f"{reverse('claim_list')}?viec=no_papers",
            "paperclip",
            number=found,
            named=tuple(
                (claim.number, reverse("claim_detail", args=[claim.pk])) for claim in first
            ),
        )


def failed_payments(user: User, today: date) -> Iterator[Care]:
    if found := failed_to_pay(user).count():
        yield Care(
            "hồ sơ chi không thành, chờ chi lại",
            "Hỏi lại số tài khoản, rồi đưa vào danh sách chi trả mới.",
            f"{reverse('claim_list')}?viec=failed",
            "cash-off",
            "red",
            number=found,
        )


def judged_batches(user: User, today: date) -> Iterator[Care]:
    batches = ImportBatch.objects.visible_to(user).filter(state=BatchState.JUDGED)
    if found := batches.count():
        yield Care(
            "tệp Excel đã đọc, chờ xác nhận",
            "Chưa có gì được ghi; xem kết quả đọc rồi xác nhận hoặc bỏ.",
            f"{reverse('batch_list')}?tinh_trang={BatchState.JUDGED.value}",
            "file-spreadsheet",
            number=found,
        )


def recalculations(user: User, today: date) -> Iterator[Care]:
    judged = Recalculation.objects.visible_to(user).filter(state=RecalculationState.JUDGED)
    for occasion in judged.select_related("resolution"):
        yield Care(
            f"{occasion}: chờ quyết định",
            "Xem từng chênh lệch rồi lập hồ sơ truy lĩnh, thu hồi, hoặc bỏ đợt này.",
            reverse("recalculation_detail", args=[occasion.pk]),
            "arrows-diff",
        )
