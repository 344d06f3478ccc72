"""Why an import can't be written or taken back, in words for the page."""

from collections.abc import Sequence


class ImportRefused(Exception):
    """The batch can't be written, undone or dropped now. ``message`` is ready to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BatchIsStale(ImportRefused):
    """The data changed since the file was judged; what the user saw is no longer true."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "Dữ liệu đã thay đổi từ lúc đọc tệp nên tệp đã được đọc lại. "
            "Hãy xem lại kết quả rồi xác nhận."
        )


class UndoRefused(ImportRefused):
    """Something already rests on what was imported; ``reasons`` tells what."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("Không hoàn tác được vì đã có dữ liệu dựa vào lượt nhập này.")
        self.reasons = list(reasons)
