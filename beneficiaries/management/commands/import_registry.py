from typing import Any

from beneficiaries.importing.command import ImportCommand
from beneficiaries.registry.judging import KIND


class Command(ImportCommand):
    help = (
        "Đọc và kiểm tra tệp danh sách cán bộ; chỉ ghi khi có --commit và không còn dòng nào sai."
    )
    permission = "cadre_import"

    def kind(self, options: dict[str, Any]) -> str:
        return KIND
