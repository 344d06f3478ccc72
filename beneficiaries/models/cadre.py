from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pghistory
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit, User
from beneficiaries.models.batch import ImportBatch
from config.encryption import EncryptedTextField, keyed_hash
from config.names import normalise_for_search, sort_key

# Words of the name without accents; the same expression makes the index and the query.
NAME_WORDS = SearchVector("search_name", config="simple")


class Sex(models.TextChoices):
    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"


class CadreQuerySet(models.QuerySet["Cadre"]):
    def visible_to(self, user: User) -> Self:
        """People of the user's unit; of the whole province for the department."""
        if user.unit.sees_all:
            return self
        return self.filter(
            Q(managing_unit=user.unit) | Q(commune=user.unit) | Q(care_facility=user.unit)
        )

    def in_name_order(self) -> Self:
        return self.order_by("sort_name", "birth_date", "id")

    def with_citizen_id(self, citizen_id: str) -> Self:
        return self.filter(citizen_id_hash=keyed_hash(citizen_id)).exclude(citizen_id_hash="")


# Once a statement, not once a row: an import of ten thousand people is one statement.
@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    level=pghistory.Statement,
)
class Cadre(models.Model):
    """A person who may be entitled. ``set_derived`` keeps the derived columns true."""

    full_name = models.CharField("họ và tên", max_length=120)
    search_name = models.CharField(max_length=120, editable=False)
    sort_name = models.CharField(max_length=400, editable=False, db_collation="C")
    birth_date = models.DateField("ngày sinh")
    sex = models.CharField("giới tính", max_length=6, choices=Sex)
    citizen_id = EncryptedTextField("số CCCD", blank=True)
    citizen_id_hash = models.CharField(max_length=64, editable=False, blank=True, default="")
    insurance_number = models.CharField(
        "số thẻ BHYT",
        max_length=15,
        blank=True,
        default="",
        db_index=True,
        validators=[
            RegexValidator(
                r"^(\d{10}|\d{12}|[A-Z]{2}[1-5]\d{12})$",
                "Số thẻ BHYT gồm 10 số, 12 số, hoặc 15 ký tự (2 chữ, 13 số).",
            )
        ],
    )
    post = models.CharField("chức vụ, chức danh", max_length=200, blank=True, default="")
    managing_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        related_name="managed_cadres",
        verbose_name="cơ quan quản lý",
    )
    commune = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resident_cadres",
        verbose_name="xã, phường cư trú",
    )
    care_facility = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cared_cadres",
        verbose_name="cơ sở quản lý sức khỏe",
    )
    retired_on = models.DateField("nghỉ hưu từ ngày", null=True, blank=True)
    party_badge_years = models.PositiveSmallIntegerField(
        "huy hiệu Đảng (năm)", null=True, blank=True
    )
    bank_account = EncryptedTextField("số tài khoản", blank=True)
    bank_account_hash = models.CharField(max_length=64, editable=False, blank=True, default="")
    bank_name = models.CharField("ngân hàng", max_length=120, blank=True, default="")
    ended_on = models.DateField("thôi diện từ ngày", null=True, blank=True)
    ended_reason = models.CharField("lý do thôi diện", max_length=200, blank=True, default="")
    records_are_secret = models.BooleanField(
        "hồ sơ sức khỏe là bí mật nhà nước",
        default=False,
        db_default=False,
        help_text=(
            "Hồ sơ sức khỏe của người này thuộc danh mục bí mật nhà nước (Quyết định 440/QĐ-TTg "
            "ngày 22/5/2024). Phần mềm không nhận bệnh, phân loại hay kết quả khám của người này."
        ),
    )
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="new_cadres",
        verbose_name="lượt nhập",
    )

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ"
        ordering = ("sort_name", "birth_date", "id")
        indexes: ClassVar = [
            models.Index(fields=["sort_name", "birth_date", "id"], name="cadre_in_name_order"),
            models.Index(fields=["search_name"], name="cadre_by_search_name"),
            models.Index(fields=["bank_account_hash"], name="cadre_by_bank_account"),
            GinIndex(NAME_WORDS, name="cadre_by_name_words"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["citizen_id_hash"],
                condition=~Q(citizen_id_hash=""),
                name="cadre_citizen_id_is_unique",
                violation_error_message="Số CCCD này đã thuộc một người khác trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gt=F("birth_date")),
                name="cadre_retires_after_birth",
                violation_error_message="Ngày nghỉ hưu phải sau ngày sinh.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gt=F("birth_date")),
                name="cadre_ends_after_birth",
                violation_error_message="Ngày thôi diện phải sau ngày sinh.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        super().clean()
        self.set_derived()

    def set_derived(self) -> None:
        """Fill the columns by which the person is searched, sorted and looked up."""
        columns = derived_columns(self.full_name, self.citizen_id, self.bank_account)
        self.search_name, self.sort_name, self.citizen_id_hash, self.bank_account_hash = columns

    def employment_status(self, on: date) -> str:
        """``serving`` or ``retired`` as the person stood on that day."""
        return "retired" if self.retired_on and self.retired_on <= on else "serving"

    def has_ended(self, on: date) -> bool:
        """Whether death, transfer or discipline ended the entitlement by that day."""
        return self.ended_on is not None and self.ended_on <= on

    @property
    def masked_citizen_id(self) -> str:
        return mask(self.citizen_id)

    @property
    def masked_bank_account(self) -> str:
        return mask(self.bank_account)


DERIVED_COLUMNS = ("search_name", "sort_name", "citizen_id_hash", "bank_account_hash")


def derived_columns(
    full_name: str, citizen_id: str, bank_account: str
) -> tuple[str, str, str, str]:
    """The values of DERIVED_COLUMNS."""
    return (
        normalise_for_search(full_name),
        sort_key(full_name),
        keyed_hash(citizen_id),
        keyed_hash(bank_account),
    )


def mask(value: str) -> str:
    """All but the last three characters hidden: enough to tell two papers apart."""
    return "•" * (len(value) - 3) + value[-3:] if len(value) > 3 else "•" * len(value)
