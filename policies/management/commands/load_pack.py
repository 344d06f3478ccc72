from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from policies.loading import load_pack
from policies.packing.shapes import PackError


class Command(BaseCommand):
    help = "Nạp một văn bản từ tệp pack (tên trong policies/packs hoặc đường dẫn)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", metavar="NAME")
        parser.add_argument("--release", action="store_true", help="ban hành vào hệ thống ngay")
        parser.add_argument("--by", metavar="USER", help="tên đăng nhập của người ban hành")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            resolution = load_pack(
                options["pack"], by=self._user(options["by"]), release=options["release"]
            )
        except PackError as error:
            raise CommandError("\n".join(["Tệp chưa nạp được:", *error.problems])) from None
        rates = sum(benefit.rates.count() for benefit in resolution.benefits.all())
        self.stdout.write(
            f"{resolution}: {resolution.get_status_display().lower()}, "
            f"{resolution.benefits.count()} chế độ, {rates} mức hưởng."
        )

    def _user(self, username: str | None) -> User | None:
        if username is None:
            return None
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(f"Không có người dùng “{username}”.") from None
