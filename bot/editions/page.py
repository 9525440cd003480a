"""An edition as an HTML page of its own: no script, nothing loaded, light and dark."""

from collections.abc import Iterator
from html import escape

from bot.editions.edition import SectionKind
from bot.editions.outline import Block, Item, Outline
from bot.editions.wording import MARK
from bot.i18n import Language

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f24; --quiet: #626974; --paper: #fdfcfa; --line: #e4e1da;
  --bar: #f2994a; --link: #0b63b5; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef1; --quiet: #a0a7b2; --paper: #17191d; --line: #30343b; --bar: #d9823a; --link: #7db7f0; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .6rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1rem; margin: 1.1rem 0 .2rem; }
p { margin: .3rem 0; }
a { color: var(--link); text-decoration: none; font-weight: 600; }
a:hover, a:focus { text-decoration: underline; }
ul, ol { margin: 0; padding: 0; list-style: none; }
ol { list-style: decimal; padding-left: 1.5rem; }
li { padding: .55rem 0; overflow-wrap: anywhere; }
ol li { padding: .1rem 0; }
.fact { float: right; margin-left: 1rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); font-size: .87rem; }
.headline { font-weight: 600; }
.bar { height: 4px; border-radius: 2px; background: var(--bar); margin-top: .35rem; }
.tops { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0 2rem; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
"""


def page(outline: Outline, language: Language) -> str:
    """Return the whole page."""
    lang = escape(language.locale.value, quote=True)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(outline.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(outline.title)}</h1>\n{article(outline)}\n"
        f"<footer>{''.join(_paragraphs(outline.rules))}</footer>\n</main>\n</body>\n</html>\n"
    )


def article(outline: Outline) -> str:
    """Return an edition's content without its title, as a page or a feed has it."""
    return "\n".join(_content(outline))


def _content(outline: Outline) -> Iterator[str]:
    if outline.headline:
        yield f'<p class="headline">{escape(outline.headline)}</p>'
    for block in outline.blocks:
        yield f"<section>\n<h2>{MARK[block.kind]} {escape(block.heading)}</h2>\n<ul>"
        for item in block.items:
            yield _item(item, has_bar=block.kind is SectionKind.RISING)
        yield "</ul>"
        if block.again:
            yield f'<p class="quiet">{escape(block.again)}</p>'
        yield "</section>"
    if outline.tops or outline.unmoved:
        yield f'<section>\n<h2>{MARK[SectionKind.TOP]} {escape(outline.tops_heading)}</h2>\n<div class="tops">'
        yield from map(_top, outline.tops)
        yield "</div>"
        if outline.unmoved:
            yield f'<p class="quiet">{escape(outline.unmoved)}</p>'
        yield "</section>"
    yield from _paragraphs(outline.small)


def _paragraphs(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        yield f'<p class="quiet">{escape(text.strip())}</p>'


def _item(item: Item, *, has_bar: bool) -> str:
    parts = [f'<span class="fact">{escape(item.fact)}</span>{_link(item)}']
    if item.summary:
        parts.append(f"<p>{escape(item.summary)}</p>")
    if item.detail:
        parts.append(f'<p class="quiet">{escape(item.detail)}</p>')
    if has_bar:
        parts.append(f'<div class="bar" style="width:{100 * item.share:.1f}%"></div>')
    return f"<li>{''.join(parts)}</li>"


def _top(block: Block) -> str:
    places = "".join(
        f'<li>{_link(item)} <span class="quiet">{escape(f"{item.fact} {item.detail}".strip())}</span></li>'
        for item in block.items
    )
    return f"<div><h3>{escape(block.heading)}</h3><ol>{places}</ol></div>"


def _link(item: Item) -> str:
    return f'<a href="{escape(item.url, quote=True)}">{escape(item.title)}</a>'
