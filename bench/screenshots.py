"""``python -m bench.screenshots``: the pictures of the documents, made anew from the demo by a headless Chromium."""

import argparse
import asyncio
import base64
import os
import re
import shutil
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console

from bot.cli.progress import opening
from bot.config import load_config
from bot.demo import Demo, open_demo

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 760, 2_600
WAIT_S = 60
# Where the message is, as soon as the page has settled.
BOX = """(() => {
  const page = window.simcordPreview, shown = document.getElementById("focused-content");
  if (!page?.ready || page.pendingAction || !shown || shown.hidden) return null;
  const box = shown.getBoundingClientRect();
  return {x: box.x, y: box.y, width: box.width, height: box.height};
})()"""
MISSING = """\
No Chromium was found, so there are no new pictures. Debian's is an extra: apt-get install chromium.
Another one: make screenshots ARGS="--browser PATH"."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: its file's name, and the command whose answer it shows; ``tab`` is pressed on it first."""

    name: str
    command: str
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tab: str = ""
    chinese: Mapping[str, Any] = field(default_factory=dict[str, Any])


SHOTS = (
    Shot("search", "model search", {"query": "text to speech"}, chinese={"query": "语音合成"}),
    Shot("card", "model show", {"model": "openai/whisper"}),
    Shot("readme", "model readme", {"model": "karpathy/nanoGPT"}),
    Shot("quick-start", "model show", {"model": "openai/whisper"}, tab="q"),
    Shot(
        "compare",
        "model compare",
        {"first": "openai/whisper", "second": "2noise/ChatTTS"},
    ),
    Shot("trending", "model trending"),
    Shot("weights", "model weights", {"model": "01-ai/Yi-Coder", "fits": "8 GB"}),
    Shot("edition", "edition", {"month": "2026-07"}),
)


class Browser:
    """A headless Chromium, told over its DevTools protocol what to show."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def shoot(self, url: str) -> bytes:
        """Return a picture of the message on a page, once nothing on it is under way any more."""
        await self._call(
            "Emulation.setDeviceMetricsOverride",
            width=WIDTH,
            height=HEIGHT,
            deviceScaleFactor=1,
            mobile=False,
        )
        # The capability after "#" alone would not load the page again.
        await self._call("Page.navigate", url="about:blank")
        await self._call("Page.navigate", url=url)
        async with asyncio.timeout(WAIT_S):
            while not (box := await self._box()):  # noqa: ASYNC110  # the page tells nobody
                await asyncio.sleep(0.2)
        clip = {**box, "scale": 1}
        answer = await self._call("Page.captureScreenshot", format="png", clip=clip)
        return base64.b64decode(answer["data"])

    async def _box(self) -> dict[str, float] | None:
        answer = await self._call("Runtime.evaluate", expression=BOX, returnByValue=True)
        return answer["result"].get("value")

    async def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            answer: dict[str, Any] = await self._socket.receive_json(timeout=WAIT_S)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error'].get('message')}")
                return answer["result"]


async def main() -> int:
    """Take the pictures that are named, or all; return 1 where there is no browser."""
    parser = argparse.ArgumentParser(prog="python -m bench.screenshots")
    parser.add_argument("names", nargs="*", help="search, card, …: only these pictures")
    parser.add_argument("--browser", help="path of a Chromium (default: the one that is installed)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where they are written")
    options = parser.parse_args()
    path = options.browser or next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        Console(stderr=True).print(MISSING, soft_wrap=True, highlight=False)
        return 1
    chosen = [shot for shot in SHOTS if not options.names or shot.name in options.names]
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(f"[catalogue]\npath = '{folder}/catalogue.sqlite3'\n", encoding="utf-8")
        async with (
            open_demo(load_config(config, {}), opening) as demo,
            open_browser(path) as browser,
        ):
            for shot in chosen:
                for person, ending in ((demo.member, ""), (demo.chinese, "-zh")):
                    picture = options.folder / f"{shot.name}{ending}.png"
                    content = await take(demo, shot, person, browser)
                    await asyncio.to_thread(picture.write_bytes, content)
                    Console().print(str(picture))
    return 0


async def take(demo: Demo, shot: Shot, person: Any, browser: Browser) -> bytes:  # noqa: ANN401  # SimCord's
    """Run a command as a person and return the picture of its answer."""
    options = {**shot.options, **(shot.chinese if person is demo.chinese else {})}
    result = await person.slash(demo.channel, shot.command, **options)
    if shot.tab:
        await person.click(result.response, custom_id=_tab(result.response, shot.tab))
    async with _page(demo, person, result) as url:
        return await browser.shoot(url)


@asynccontextmanager
async def _page(demo: Demo, person: Any, result: Any) -> AsyncGenerator[str, None]:  # noqa: ANN401  # SimCord's
    preview = demo.env.preview(
        demo.channel, viewers=[person], layout="message", width=WIDTH, height=HEIGHT
    )
    async with preview as page:
        await page.show(result.response)
        yield page.url


def _tab(message: Any, letter: str) -> str:  # noqa: ANN401  # SimCord's
    """Return the custom_id of a card's tab."""
    waiting, found = list(message.components), ""
    while waiting and not found:
        component = waiting.pop(0)
        waiting += component.get("components", ())
        name = str(component.get("custom_id", ""))
        found = name if name.startswith("mz:tab:") and name.endswith(f":{letter}") else ""
    return found


@asynccontextmanager
async def open_browser(path: str) -> AsyncGenerator[Browser, None]:
    """Start a browser that sees nothing but this machine."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        arguments = [
            "--headless=new",
            "--hide-scrollbars",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium's sandbox refuses to work for root
        process = await asyncio.create_subprocess_exec(
            path,
            *arguments,
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            address = await _address(process)
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{address}/json/list") as answer:
                    targets = await answer.json()
                page = next(target for target in targets if target["type"] == "page")
                async with session.ws_connect(
                    page["webSocketDebuggerUrl"], max_msg_size=0
                ) as socket:
                    yield Browser(socket)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _address(process: asyncio.subprocess.Process) -> str:
    """Return the address at which a browser that just started takes commands."""
    said: list[str] = []
    async with asyncio.timeout(WAIT_S):
        while process.stderr and (line := (await process.stderr.readline()).decode()):
            said.append(line)
            if found := re.search(r"ws://([^/]+)/", line):
                return found[1]
    raise SystemExit("The browser did not start:\n" + "".join(said[-5:]))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
