"""The commands a page of the documentation tells a reader to type, and a shell to type them into."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

PROGRAMS = ("atodds", "make", "prefect", ".venv/bin/")
END = "-- end of the command, with the code"


class Documented(NamedTuple):
    """One command: as it is typed, without the words beside it."""

    text: str
    line: int


def documented_commands(page: Path) -> list[Documented]:
    """The commands of a page, in order: each line of a `sh` block, then those within the text that no block has.

    `atodds NAME` alone is the name of a command, and stands in tables; it is nothing to type.
    """
    text = page.read_text(encoding="utf-8")
    found, inline = [], []
    block: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("```"):
            block = None if block is not None else line.removeprefix("```").strip()
        elif block == "sh" and line.strip():
            found.append(Documented(re.sub(r"\s+# .*", "", line), number))
        elif block is None:
            spans = re.findall(r"`([^`]+)`", line)
            inline += [Documented(span, number) for span in spans if span.startswith(PROGRAMS) and " " in span]
    typed = " ; ".join(command.text for command in found)
    names = re.compile(r"atodds [a-z]+")
    return found + [command for command in inline if command.text not in typed and not names.fullmatch(command.text)]


def unmarked_blocks(page: Path) -> list[str]:
    """First lines of blocks that hold commands, yet are not marked as `sh`."""
    blocks = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"))
    return [text.splitlines()[0] for kind, text in blocks if kind != "sh" and text.lstrip("$ ").startswith(PROGRAMS)]


class Shell:
    """One bash, as a reader has it: what a command exports, activates or changes to holds for the next."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            bufsize=1,
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.logs = Path(environment["HOME"])
        self.started: list[int] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def run(self, command: str, timeout_s: float = 240) -> tuple[int, str]:
        """Exit code and output of a command that ends by itself."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{{ {command}\n}} </dev/null; printf '\\n%s %d\\n' '{END}' $?\n")
        output, deadline = "", time.monotonic() + timeout_s
        while True:
            try:
                line = self.lines.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"{command}: not done after {timeout_s:g} s; it said\n{output}") from None
            if line.startswith(END):
                return int(line.rsplit(None, 1)[1]), output
            output += line

    def start(self, command: str, says: str, timeout_s: float = 240) -> str:
        """What a command that stays has said by the time it says `says`; it goes on until the shell is closed."""
        log = self.logs / f"stays-{len(self.started)}.log"
        code, answer = self.run(f"exec {command} >{log} 2>&1 & echo $!")
        assert code == 0
        self.started.append(int(answer.split()[-1]))
        deadline = time.monotonic() + timeout_s
        while says not in (said := log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""):
            if time.monotonic() > deadline or not self._lives(self.started[-1]):
                raise AssertionError(f"{command}: did not say {says!r}, but\n{said}")
            time.sleep(0.2)
        return said

    def end(self, number: int) -> None:
        """End a command that stays, by its process id, as a service manager would."""
        pid = self.started[number]
        if self._lives(pid):
            self.run(f"kill -TERM {pid}; wait {pid}", timeout_s=60)

    def _lives(self, pid: int) -> bool:
        return self.run(f"kill -0 {pid}")[0] == 0

    def close(self) -> None:
        """End what still stays, the last first, and the shell."""
        try:
            for number in reversed(range(len(self.started))):
                self.end(number)
        finally:
            self.process.kill()
            self.process.wait()


@contextmanager
def shell(folder: Path, home: Path, **environment: str) -> Iterator[Shell]:
    """A shell in a folder, for a reader whose home is elsewhere and who has set nothing."""
    plain = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    path = os.environ.get("PATH", os.defpath)
    opened = Shell(folder, {**plain, "HOME": str(home), "PATH": path, "SHELL": "/bin/bash", "BROWSER": "true", **environment})
    try:
        yield opened
    finally:
        opened.close()
