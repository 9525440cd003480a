"""The catalogue's statistics as lines of plain text."""

from collections.abc import Iterator, Mapping

from bot.catalog.statistics import Statistics

_GAP = 2
_TOTAL = "all"


def statistics_lines(statistics: Statistics, width: int) -> Iterator[str]:
    """Yield the tables; the crossed one is cut into as many as the width demands."""
    yield f"{statistics.entries} entries, {statistics.local} of them in no shipped file"
    yield from _crossed_lines(statistics, width)
    yield from _share_lines("Fields known", statistics.coverage, statistics.entries)
    median = f", median age {statistics.median_years} years" if statistics.median_years else ""
    yield from _share_lines(f"Created{median}", statistics.created, statistics.entries)
    yield from _share_lines("Last push", statistics.pushed, statistics.entries)
    yield from _share_lines("Newest star count", statistics.counted, statistics.entries)
    yield from _share_lines("Last looked at on GitHub", statistics.checked, statistics.entries)


def _crossed_lines(statistics: Statistics, width: int) -> Iterator[str]:
    first = max(len(key) for key in (*statistics.crossed, _TOTAL))
    columns = {
        _TOTAL: {**statistics.categories, _TOTAL: statistics.entries},
        **{
            framework: {
                **{category: row[framework] for category, row in statistics.crossed.items()},
                _TOTAL: total,
            }
            for framework, total in statistics.frameworks.items()
            if total
        },
    }
    for block in _blocks(columns, width - first):
        yield ""
        yield " " * first + "".join(f"{name:>{_width(name, columns[name])}}" for name in block)
        for category in (*statistics.crossed, _TOTAL):
            counts = (
                f"{columns[name][category] or '·':>{_width(name, columns[name])}}" for name in block
            )
            yield f"{category:{first}}" + "".join(counts)


def _blocks(columns: Mapping[str, Mapping[str, int]], width: int) -> Iterator[list[str]]:
    block: list[str] = []
    used = 0
    for name, counts in columns.items():
        needed = _width(name, counts)
        if block and used + needed > width:
            yield block
            block, used = [], 0
        block.append(name)
        used += needed
    yield block


def _width(name: str, counts: Mapping[str, int]) -> int:
    return _GAP + max(len(name), *(len(str(count)) for count in counts.values()))


def _share_lines(title: str, counts: Mapping[str, int], entries: int) -> Iterator[str]:
    yield ""
    yield title
    first = max(len(key) for key in counts)
    for key, count in counts.items():
        yield f"  {key:{first}}  {count:>6}  {100 * count // max(1, entries):>3} %"
