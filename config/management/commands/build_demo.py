"""Build the demo year, once."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from beneficiaries.models import Cadre
from config.demo.building import STEPS, CannotBuild, build, is_built

WIDTH = 30


class Command(BaseCommand):
    help = "Dựng năm mẫu 2025 của Lạng Sơn (người, hồ sơ đều là giả định); đã có thì thôi."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_built():
            return
        if Cadre.objects.exists():
            self.stdout.write("Cơ sở dữ liệu đã có người thật, không dựng năm mẫu vào đó.")
            return
        bar = ProgressBar(STEPS, visible=options["verbosity"] > 0)
        try:
            build(bar)
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
