"""Judge a workbook and, if told so, write it: what the pages do, for a script."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from beneficiaries.importing import (
    ROW_STATES,
    ImportRefused,
    confirm_batch,
    drop_batch,
    judge_file,
    rejects_of,
    verdicts_of,
)
from beneficiaries.models import BatchState, ImportBatch

MOST_SHOWN = 20


class ImportCommand(BaseCommand):
    """What importing from the command line is for every kind of workbook."""

    permission: str

    def kind(self, options: dict[str, Any]) -> str:
        """The code of the kind of workbook."""
        raise NotImplementedError

    def form_options(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the upload page would have asked besides the file."""
        return {}

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .xlsx")
        parser.add_argument("--commit", action="store_true", help="ghi cả tệp")
        parser.add_argument(
            "--good-rows", action="store_true", help="với --commit: chỉ ghi các dòng đúng"
        )
        parser.add_argument("--rejects", type=Path, help="ghi các dòng sai ra tệp .xlsx này")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--user", help="tên đăng nhập của người nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        user = _importer(options["user"], self.permission)
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Không có tệp {path}.")
        batch = judge_file(
            kind=self.kind(options),
            content=path.read_bytes(),
            file_name=path.name,
            by=user,
            options=self.form_options(options),
        )
        if batch.state == BatchState.FAILED:
            raise CommandError(batch.failure)
        if options["rejects"] and batch.counts["wrong"]:
            options["rejects"].write_bytes(rejects_of(batch))
        result = _result(batch)
        self.stdout.write(
            json.dumps(result, ensure_ascii=False) if options["json"] else _told(result)
        )
        if options["commit"]:
            self._commit(batch, user, whole=not options["good_rows"], quiet=options["json"])
        else:
            drop_batch(batch_id=batch.pk, by=user)

    def _commit(self, batch: ImportBatch, user: User, *, whole: bool, quiet: bool) -> None:
        try:
            written = confirm_batch(batch_id=batch.pk, by=user, whole=whole)
        except ImportRefused as refused:
            raise CommandError(refused.message) from refused
        if not quiet:
            self.stdout.write(f"Đã ghi {written.counts['written']} dòng (lượt số {written.pk}).")


def _importer(name: str | None, permission: str) -> User:
    """The user named, or the only one of the department who may import."""
    if name:
        user = User.objects.filter(username=name).select_related("unit").first()
        if user is None:
            raise CommandError(f"Không có người dùng “{name}”.")
        if not user.may(permission):
            raise CommandError(f"Người dùng “{name}” không có quyền nhập loại tệp này.")
        return user
    people = User.objects.select_related("unit").order_by("pk")
    importers = [user for user in people if user.may(permission) and user.unit.sees_all]
    if len(importers) != 1:
        raise CommandError("Hãy chỉ rõ người nhập bằng --user TÊN.")
    return importers[0]


def _result(batch: ImportBatch) -> dict[str, Any]:
    """Counts, đồng of the right rows, and each wrong cell with its address and reason."""
    faults = [
        {"row": verdict.row, "cell": address, "head": head, "value": value, "reason": reason}
        for verdict in verdicts_of(batch)
        for _, head, address, value, reason in verdict.faults
    ]
    return {
        "batch": batch.pk,
        "counts": {state: batch.counts[state] for state in ROW_STATES},
        "amount": batch.counts["amount"],
        "faults": faults,
    }


def _told(result: dict[str, Any]) -> str:
    counts = ", ".join(
        f"{ROW_STATES[state].lower()} {count}" for state, count in result["counts"].items()
    )
    faults = [
        f"  {fault['cell']} “{fault['value']}”: {fault['reason']}" for fault in result["faults"]
    ]
    more = len(faults) - MOST_SHOWN
    tail = [f"  … và {more} ô khác"] if more > 0 else []
    return "\n".join([f"Kết quả: {counts}.", *faults[:MOST_SHOWN], *tail])
