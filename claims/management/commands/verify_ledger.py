import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.models import Seal
from claims.verifying import Verification, verify
from config.formatting import count, money


class Command(BaseCommand):
    help = (
        "Kiểm sổ: tính lại tổng, kết quả và chuỗi niêm phong của mọi hồ sơ đã chi; "
        "nêu dòng đầu tiên không khớp và thoát với mã 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", type=int, default=1, dest="first", metavar="N", help="từ vị trí N của chuỗi"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="chỉ kiểm N hồ sơ")
        parser.add_argument(
            "--hash", metavar="HASH", help="mã băm in trên giấy, phải còn trong chuỗi"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["first"] < 1 or (options["limit"] is not None and options["limit"] < 1):
            raise CommandError("Vị trí và số hồ sơ phải từ 1 trở lên.")
        total = Seal.objects.filter(position__gte=options["first"]).count()
        if options["limit"] is not None:
            total = min(total, options["limit"])

        def tell(done: int) -> None:
            self.stderr.write(f"Đã kiểm {count(done)} / {count(total)} hồ sơ")

        walk = verify(first=options["first"], limit=options["limit"], tell=tell)
        if walk.fault:
            self.stdout.write(f"KHÔNG KHỚP. {walk.fault}")
            sys.exit(1)
        if options["hash"] and not Seal.objects.filter(hash=options["hash"].lower()).exists():
            self.stdout.write("KHÔNG KHỚP. Mã băm in trên giấy không còn trong chuỗi.")
            sys.exit(1)
        self.stdout.write(_summary(walk))


def _summary(walk: Verification) -> str:
    told = [
        f"Sổ khớp: {count(walk.claims)} hồ sơ, {money(walk.amount)} đồng.",
        f"Tính lại như lúc duyệt: {count(walk.rechecked.same)}.",
    ]
    if walk.rechecked.frozen:
        told.append(
            "Người hưởng, văn bản hoặc hồ sơ khác đã đổi từ khi duyệt, kết quả theo văn bản và "
            f"đối tượng lúc duyệt vẫn đúng: {count(walk.rechecked.frozen)}."
        )
    if walk.rechecked.facts_told_anew:
        told.append(
            f"Kết quả không đổi, sự việc nay ghi khác: {count(walk.rechecked.facts_told_anew)}."
        )
    told.append(f"Cuối chuỗi: vị trí {count(walk.end.position)}, mã băm {walk.end.hash}")
    return "\n".join(told)
