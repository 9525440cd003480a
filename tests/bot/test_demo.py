import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_demo_serves_its_page_without_an_account_and_stops_quietly(
    tmp_path: Path, name: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f"[catalogue]\npath = {json.dumps(str(tmp_path / 'catalogue.sqlite3'))}\n")
    command = ["-m", "bot", "--config", str(config), "demo", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        [sys.executable, *command],
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout
        opened = demo.stdout.readline()
        assert opened.startswith("Open http://127.0.0.1:"), (
            demo.stderr.read() if demo.stderr else ""
        )
        assert demo.stdout.readline() == "Ctrl-C stops it.\n"
        with urllib.request.urlopen(opened.split()[1].partition("#")[0]) as page:  # noqa: S310  # our own page
            assert page.status == 200
        demo.send_signal(signal.Signals[name])
        out, err = demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert out == "Stopped.\n"
    assert err == ""
