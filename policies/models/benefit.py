from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from policies.models.fields import settings_field
from policies.models.resolution import Resolution
from policies.released import frozen_when_released


class PayeeKind(models.TextChoices):
    CADRE = "cadre", "Cán bộ thụ hưởng"
    FACILITY = "facility", "Cơ sở thực hiện"
    STAFF = "staff", "Người làm nhiệm vụ"
    SUPPLIER = "supplier", "Nhà cung cấp"


class Benefit(models.Model):
    """A chế độ, with the letter it has in the text (a, b, c, d, đ, e, g, h, i, k)."""

    resolution = models.ForeignKey(
        Resolution, models.PROTECT, related_name="benefits", verbose_name="văn bản"
    )
    code = models.SlugField("mã", max_length=60)
    letter = models.CharField("điểm", max_length=2)
    position = models.PositiveSmallIntegerField("thứ tự")
    title = models.CharField("tên chế độ", max_length=300)
    short_title = models.CharField("tên gọn", max_length=80)
    unit = models.CharField("đơn vị tính", max_length=20)
    payee_kind = models.CharField("người nhận", max_length=12, choices=PayeeKind)
    article = models.CharField("điều khoản", max_length=200)
    evidence = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="giấy tờ"
    )
    counted = models.BooleanField("cộng vào tổng kinh phí", default=True)
    occasion = models.SlugField(
        "việc làm phát sinh",
        max_length=60,
        blank=True,
        default="",
        help_text="một việc có thể mở nhiều chế độ; để trống: chính mã chế độ",
    )
    carries_from = ArrayField(
        models.SlugField(max_length=60),
        default=list,
        blank=True,
        verbose_name="mã trong văn bản bị thay thế",
    )
    settings = settings_field("câu trả lời riêng của chế độ")
    quote = models.TextField("nguyên văn điều khoản", blank=True, default="")
    note = models.TextField("ghi chú", blank=True, default="")

    class Meta:
        verbose_name = "chế độ"
        ordering = ("resolution", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution", "code"],
                name="benefit_code_is_unique_in_its_resolution",
                violation_error_message="Mã chế độ này đã có trong văn bản.",
            )
        ]
        triggers: ClassVar = frozen_when_released("{row}.resolution_id")

    def __str__(self) -> str:
        return f"{self.letter}) {self.title}"
