"""`youju serve` as a process: it makes an empty home, says where it listens, answers, and stops when told to."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.conftest import ROOT


def test_serve(tmp_path: Path) -> None:
    home = tmp_path / "new"
    command = [sys.executable, "-m", "rag.cli", "serve", "--home", str(home), "--port", "0", "--json"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YOUJU_")}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            address = json.loads(process.stdout.readline())["address"]
            with httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
                assert client.get("/readyz").json()["documents"] == 0
                assert "有据" in client.get("/").text
                assert client.post("/v1/ask", json={"question": "今年有哪些工作？"}).json()["status"] == "refused"
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=60) == 0
        finally:
            process.kill()
    assert home.is_dir()
