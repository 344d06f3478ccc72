from argparse import ArgumentParser
from typing import Any

from beneficiaries.importing.command import ImportCommand
from claims.importing import event_kinds


class Command(ImportCommand):
    help = (
        "Đọc và kiểm tra tệp sự việc, tính chế độ từng dòng; chỉ ghi khi có --commit và không "
        "còn dòng nào sai. Khoản đã chi (--paid) chờ người thẩm định xác nhận."
    )
    permission = "event_import"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted(event_kinds()), help="loại sự việc")
        super().add_arguments(parser)
        parser.add_argument("--paid", action="store_true", help="các khoản đã chi trước đây")
        parser.add_argument("--submit", action="store_true", help="trình thẩm định ngay")

    def kind(self, options: dict[str, Any]) -> str:
        return options["kind"]

    def form_options(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"paid": options["paid"], "submit": options["submit"]}
