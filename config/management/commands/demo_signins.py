"""Show who can sign in to the demo."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from config.demo.building import PROVINCES
from config.demo.places import PASSWORD


class Command(BaseCommand):
    help = "In tên đăng nhập của năm mẫu, mỗi người một dòng."

    def handle(self, *args: Any, **options: Any) -> None:
        built = [province for province in PROVINCES.values() if province.is_built]
        if not built:
            self.stdout.write("Chưa có năm mẫu; chạy: make demo")
            return
        names = [sign_in.username for province in built for sign_in in province.sign_ins]
        users = User.objects.filter(username__in=names, is_active=True).select_related("unit")
        found = {user.username: user for user in users}
        rows = [
            (name, ", ".join(found[name].role_labels), str(found[name].unit))
            for name in names
            if name in found
        ]
        heads = ("Tên đăng nhập", "Vai trò", "Đơn vị")
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        self.stdout.write("")
        for row in (heads, tuple("─" * width for width in widths), *rows):
            line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True))
            self.stdout.write(f"  {line}".rstrip())
        self.stdout.write(f"\n  Mật khẩu chung của bản trình diễn: {PASSWORD}")
