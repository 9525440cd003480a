"""Markdown as GitHub's API renders a README: its wrappers around headings, code and the whole."""

import html
import re

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("gfm-like", {"html": True})
_HEADING = re.compile(r"<(h[1-6])>(.*?)</\1>", re.DOTALL)
_CODE = re.compile(r'<pre><code(?: class="language-([^"]+)")?>(.*?)</code></pre>', re.DOTALL)


def github_html(markdown: str, path: str = "README.md") -> bytes:
    """Return the HTML that ``GET /repos/{owner}/{repo}/readme`` would give."""
    body = _CODE.sub(_code, _HEADING.sub(_heading, _MARKDOWN.render(markdown)))
    body = body.replace("<table>", "<markdown-accessiblity-table><table>").replace(
        "</table>", "</table></markdown-accessiblity-table>"
    )
    return (
        f'<div id="file" class="md" data-path="{html.escape(path)}">'
        f'<article class="markdown-body entry-content container-lg" itemprop="text">{body}</article></div>'
    ).encode()


def _heading(match: re.Match[str]) -> str:
    tag, text = match[1], match[2]
    anchor = re.sub(r"\W+", "-", re.sub("<[^>]+>", "", text).lower()).strip("-")
    return (
        f'<div class="markdown-heading"><{tag} tabindex="-1" class="heading-element">{text}</{tag}>'
        f'<a id="user-content-{anchor}" class="anchor" aria-label="Permalink" href="#{anchor}">'
        '<svg class="octicon octicon-link" viewBox="0 0 16 16"><path d="m7.775 3.275"></path></svg></a></div>'
    )


def _code(match: re.Match[str]) -> str:
    language, text = match[1], match[2]
    if not language:
        return f'<div class="snippet-clipboard-content"><pre class="notranslate"><code>{text}</code></pre></div>'
    coloured = re.sub(r"\b(import|from|def)\b", r'<span class="pl-k">\1</span>', text)
    return f'<div class="highlight highlight-source-{language} notranslate"><pre>{coloured}</pre></div>'
