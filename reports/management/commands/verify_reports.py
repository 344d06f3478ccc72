import sys
from typing import Any

from django.core.management.base import BaseCommand

from config.formatting import count
from reports.issuing.editions import first_fault
from reports.models import Edition


class Command(BaseCommand):
    help = (
        "Kiểm báo cáo đã ban hành: mã băm của từng tệp, số liệu cộng lại từ dòng sổ đã giữ, và "
        "chuỗi bản ban hành; nêu chỗ đầu tiên không khớp và thoát với mã 1."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        held, fault = first_fault()
        if fault:
            self.stdout.write(f"KHÔNG KHỚP. {fault}")
            sys.exit(1)
        last = Edition.objects.order_by("-position").first()
        end = f"\nCuối chuỗi: vị trí {count(last.position)}, mã băm {last.hash}" if last else ""
        self.stdout.write(f"Khớp: {count(held)} báo cáo đã ban hành.{end}")
