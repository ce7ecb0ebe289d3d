"""Every broken and hostile file of the tests through the page of a real worker: its answer, its seconds, its memory.

`python -m benchmarks.hostile` prints one line for each file that is slow or large, and the table; exit code 1 where a file broke
a rule: a refusal in words within 2 seconds and 64 MB above the idle worker, nothing written, the worker alive.
"""

import re
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from html import unescape
from typing import Any

import psutil

from benchmarks.town import ready

SECONDS, MEGABYTES = 2, 64
MIB = 1 << 20
SENTENCE = re.compile(r'class="[^"]*(?:error|notice-bad)[^"]*"[^>]*>(.*?)</', re.S)


class Peak(threading.Thread):
    """The most that a worker and its children held at once, looked at every few milliseconds."""

    def __init__(self, worker: psutil.Process) -> None:
        super().__init__(daemon=True)
        self.worker, self.most, self.over = worker, 0, False

    def run(self) -> None:
        while not self.over:
            self.most = max(self.most, held(self.worker))
            time.sleep(0.004)


def held(worker: psutil.Process) -> int:
    """Bytes in memory, what the worker's children hold of their own among them."""
    found = worker.memory_info().rss
    for child in worker.children():
        with suppress(psutil.NoSuchProcess):
            if "tools.exchange.xls_child" in child.cmdline():  # Until it is, it is the worker itself, forked.
                found += child.memory_info().rss
    return found


def main() -> None:
    """One worker, one file after the other."""
    ready()
    from members.models import Member
    from tests.exchange import broken, hostile
    from tests.support import databases
    from tests.support.server import Site
    from tools.exchange.models import Batch

    database = databases.demo("roster").copy("hostile")
    site, wrong, sentences = Site(database, workers=1).start(), [], Counter()
    worst: list[tuple[float, float, str]] = []
    try:
        with database.entered():
            town = site.visitor("town", "zhenzi-demo")
            [worker] = site.worker_processes()
            for name, data in (("a.xlsx", hostile.plain_book()), ("a.xls", broken.OLD), ("a.csv", b"x,y\n1,2\n")) * 2:
                town.get("/roster/import/")
                town.upload("/roster/import/", name, data)
            idle, before = worker.memory_info().rss, (Member.objects.count(), Member.history.count())
            for what, (name, data) in broken.files().items():
                town.get("/roster/import/")
                seconds, most, answer = _sent(town, worker, name, data)
                worst.append((seconds, most / MIB, what))
                sentence = _sentence(answer)
                sentences[sentence[:60]] += 1
                read = what in broken.READ and answer.status == 302
                if not read and (answer.status != 422 or not re.search("[\u4e00-\u9fff]{4}", sentence)):
                    wrong.append(f"{what}: {answer.status} {sentence}")
                if seconds > SECONDS or most / MIB > MEGABYTES:
                    wrong.append(f"{what}: {seconds:.1f} s, {most / MIB:.0f} MB")
                if [p.pid for p in site.worker_processes()] != [worker.pid]:
                    wrong.append(f"{what}: the worker died")
                    [worker] = site.worker_processes()
            if (
                before != (Member.objects.count(), Member.history.count())
                or Batch.objects.exclude(applied_at=None).count()
            ):
                wrong.append("something was written")
            after = worker.memory_info().rss
    finally:
        site.close()
        database.drop()
    _tell(worst, sentences, idle, after, wrong)


def _sent(town: Any, worker: psutil.Process, name: str, data: bytes) -> tuple[float, int, Any]:
    """Seconds that the worker and its children worked, for another load must not count; bytes above what it held before."""
    before, begun, peak = held(worker), _worked(worker), Peak(worker)
    peak.start()
    answer = town.upload("/roster/import/", name, data)
    peak.over = True
    peak.join()
    return _worked(worker) - begun, peak.most - before, answer


def _worked(worker: psutil.Process) -> float:
    return sum(worker.cpu_times()[:4])


def _sentence(answer: Any) -> str:
    found = SENTENCE.search(answer.text) if answer.status == 422 else None
    return unescape(re.sub(r"<[^>]+>|\s+", " ", found[1])).strip() if found else str(answer.status)


def _tell(worst: list, sentences: Counter, idle: int, after: int, wrong: list[str]) -> None:
    print(f"{len(worst)} files; the idle worker {idle / MIB:.0f} MB, after all of them {after / MIB:.0f} MB")
    for title, column in (("slowest", 0), ("largest", 1)):
        for seconds, megabytes, what in sorted(worst, key=lambda one: -one[column])[:5]:
            print(f"{title:8} {seconds:5.2f} s {megabytes:6.1f} MB  {what}")
    for sentence, number in sentences.most_common():
        print(f"{number:4} x {sentence}")
    print("\n".join(wrong) or "every rule held")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
