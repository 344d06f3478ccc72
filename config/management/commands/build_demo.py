"""Build the demo year, once."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from beneficiaries.models import Cadre
from config.demo.building import PROVINCES, build, steps_of
from config.demo.office import CannotBuild

WIDTH = 30


class Command(BaseCommand):
    help = "Dựng năm mẫu 2025 (người, hồ sơ đều là giả định); đã có thì thôi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "province", nargs="*", help=f"chỉ dựng tỉnh này: {', '.join(PROVINCES)}"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := set(options["province"]) - set(PROVINCES):
            raise CommandError(f"Không có tỉnh mẫu “{', '.join(sorted(unknown))}”.")
        wanted = [PROVINCES[code] for code in options["province"] or PROVINCES]
        missing = [province for province in wanted if not province.is_built]
        if not missing:
            return
        if Cadre.objects.exists() and not any(each.is_built for each in PROVINCES.values()):
            self.stdout.write("Cơ sở dữ liệu đã có người thật, không dựng năm mẫu vào đó.")
            return
        bar = ProgressBar(steps_of(missing), visible=options["verbosity"] > 0)
        try:
            build(missing, bar)
        except CannotBuild as problem:
            raise CommandError(str(problem)) from problem
        bar.finish()


class ProgressBar:
    """One line that grows on a terminal; a line for each step elsewhere."""

    def __init__(self, steps: int, *, visible: bool = True) -> None:
        self._steps, self._done, self._visible = steps, 0, visible
        self._began = time.monotonic()

    def __call__(self, what: str) -> None:
        self._show(what)
        self._done += 1

    def finish(self) -> None:
        seconds = round(time.monotonic() - self._began)
        self._show(f"xong sau {seconds} giây")
        if self._visible and sys.stderr.isatty():
            sys.stderr.write("\n")

    def _show(self, what: str) -> None:
        if not self._visible:
            return
        share = min(self._done / self._steps, 1)
        filled = round(share * WIDTH)
        line = f"Năm mẫu [{'█' * filled}{'·' * (WIDTH - filled)}] {share:4.0%} {what}"
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{line}")
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
