from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from claims.models import Claim
from claims.sealing import seal
from config.formatting import count

AT_ONCE = 5_000


class Command(BaseCommand):
    help = (
        "Niêm phong hồ sơ đã chi từ trước khi có chuỗi niêm phong. Chỉ chứng minh được rằng "
        "từ lúc này trở đi chúng không đổi."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = 0
        while done := self._seal_some():
            sealed += done
            self.stderr.write(f"Đã niêm phong {count(sealed)} hồ sơ")
        self.stdout.write(f"Đã niêm phong thêm {count(sealed)} hồ sơ.")

    @transaction.atomic
    def _seal_some(self) -> int:
        claims = Claim.objects.done().filter(seal=None).order_by("pk")
        ids = list(claims.select_for_update(of=("self",)).values_list("pk", flat=True)[:AT_ONCE])
        seal(ids, timezone.now())
        return len(ids)
