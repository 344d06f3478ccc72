"""Serve the portal: the web server, and beside it the process that works off background jobs."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

HOST = "127.0.0.1"
# Two cores: two processes; the threads wait for the database most of the time.
WORKERS = 2
THREADS = 4
STOP_WITHIN_SECONDS = 10
START_WITHIN_SECONDS = 120


class Command(BaseCommand):
    help = "Chạy cổng trên 127.0.0.1 cùng tiến trình xử lý việc nền; Ctrl-C để dừng cả hai."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        refuse_taken_port(port)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, _interrupt)
        # Sessions of their own: Ctrl-C reaches this process only, which then ends them in order.
        web = subprocess.Popen(web_command(port), start_new_session=True)
        processes = [web, subprocess.Popen(worker_command(), start_new_session=True)]
        try:
            wait_until_open(port, web)
            self.stdout.write(f"\nCổng đang chạy: http://{HOST}:{port}/  (Ctrl-C để dừng)")
            self.stdout.flush()
            while all(process.poll() is None for process in processes):
                time.sleep(0.5)
            raise CommandError("Một tiến trình đã dừng ngoài dự kiến; cổng dừng theo.")
        except KeyboardInterrupt:
            self.stdout.write("\nĐã dừng.")
        finally:
            stop(processes)


def web_command(port: int) -> list[str]:
    command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi"]
    command += ["--host", HOST, "--port", str(port), "--workers", str(WORKERS)]
    return [*command, "--blocking-threads", str(THREADS), "--log-level", "warning"]


def worker_command() -> list[str]:
    command = [sys.executable, "manage.py", "db_worker", "--queue-name", "*"]
    return [*command, "--no-reload", "--verbosity", "0"]


def refuse_taken_port(port: int) -> None:
    """Raises ``CommandError`` if someone else already listens there."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            raise CommandError(
                f"Cổng mạng {port} đang bận. Chọn số khác, ví dụ: PORT={port + 1} make run"
            )


def wait_until_open(port: int, web: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while time.monotonic() < deadline and web.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise CommandError("Máy chủ web không khởi động được; xem thông báo ở trên.")


def stop(processes: list[subprocess.Popen]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _interrupt(signal_number: int, frame: object) -> None:
    raise KeyboardInterrupt
