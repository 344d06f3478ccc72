"""The chain over everything that was paid: each link holds the hash of the one before it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from claims.models.claim import Claim

HASH_LETTERS = 64
BEFORE_THE_FIRST = "0" * HASH_LETTERS
APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class SealedLaw(models.Model):
    """What a rate and the law round it said when it was first paid by, found by its hash."""

    hash = models.CharField("mã băm", max_length=HASH_LETTERS, primary_key=True)
    text = models.TextField("mức hưởng và văn bản lúc chi")

    class Meta:
        verbose_name = "văn bản đã niêm phong"
        triggers: ClassVar = [
            pgtrigger.Protect(name="sealed_law_is_append_only", operation=APPEND_ONLY)
        ]

    def __str__(self) -> str:
        return self.hash


class Seal(models.Model):
    """Niêm phong: what a claim looked like when its money went out. Append-only.

    ``record`` is the whole of it as JSON (``claims.sealed_record``); ``hash`` is the SHA-256 of
    that record together with its place in the chain. Written only by ``claims.sealing``.
    """

    position = models.PositiveBigIntegerField("vị trí trong chuỗi", primary_key=True)
    claim = models.OneToOneField(
        Claim, models.PROTECT, related_name="seal", verbose_name="hồ sơ đề nghị"
    )
    previous_hash = models.CharField("mã băm liền trước", max_length=HASH_LETTERS)
    hash = models.CharField("mã băm", max_length=HASH_LETTERS)
    sealed_at = models.DateTimeField("niêm phong lúc")
    record = models.TextField("bản niêm phong")

    class Meta:
        verbose_name = "niêm phong"
        ordering = ("position",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(position__gte=1),
                name="seal_position_begins_at_one",
                violation_error_message="Vị trí trong chuỗi bắt đầu từ 1.",
            ),
            models.CheckConstraint(
                condition=Exact(Length("hash"), HASH_LETTERS)
                & Exact(Length("previous_hash"), HASH_LETTERS),
                name="seal_hashes_are_whole",
                violation_error_message="Mã băm phải đủ 64 chữ số.",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="seal_is_append_only", operation=APPEND_ONLY),
            pgtrigger.Trigger(
                name="chain_has_no_gap_and_no_fork",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="new_seals"),
                func=(
                    "IF EXISTS (SELECT 1 FROM new_seals n LEFT JOIN claims_seal p"
                    " ON p.position = n.position - 1"
                    " WHERE (p.position IS NULL AND n.position <> 1)"
                    f" OR n.previous_hash <> COALESCE(p.hash, '{BEFORE_THE_FIRST}')) THEN"
                    " RAISE EXCEPTION 'Niêm phong không nối vào cuối chuỗi.'"
                    " USING ERRCODE = 'restrict_violation'; END IF; RETURN NULL;"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.hash}"
