"""Addresses in a README: made absolute, and kept only when they are safe to show."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

LONGEST_URL = 512  # Discord refuses longer links

_BADGE_HOSTS = re.compile(
    r"""(?ix) (^|\.)(
        shields\.io | badgen\.net | badge\.fury\.io | travis-ci\.(org|com) | circleci\.com | codecov\.io
        | coveralls\.io | appveyor\.com | pepy\.tech | isitmaintained\.com | gitter\.im | landscape\.io
        | codacy\.com | codeclimate\.com | deepsource\.io | lgtm\.com | visitor-badge\S* | hits\.\S+
        | komarev\.com | star-history\.com | repobeats\.axiom\.co | contrib\.rocks | opencollective\.com
        | netlify\.com | readthedocs\.(org|io|com) | snyk\.io | requires\.io | waffle\.io | paypalobjects\.com
        | buymeacoffee\.com | badges\.\S+ | forthebadge\.com | colab\.research\.google\.com | replicate\.com
        | avatars\.githubusercontent\.com | api\.netlify\.com | dev\.azure\.com | mybinder\.org | githubbadges\.com | ko-fi\.com
    )$ """
)
# A file's name says "badge", or what a button invites to: "colab-badge.png", "open_in_colab.png", "deploy_to_heroku.png".
_BADGE_PATH = re.compile(
    r"(?i)(?:^|[-_/.])badges?(?:[-_./]|$)|open[-_]?(?:in|with)[-_]?(?:colab|studio|spaces|kaggle|binder)"
    r"|(?:^|[-_/])(?:colab|studio|deploy|download|launch|demo|donate|install|run)[-_]?(?:button|btn)\b"
    r"|deploy[-_](?:button|to[-_](?:heroku|vercel|netlify|azure|aws|replicate|render|railway))"
    r"|/workflows/.+\.svg|build[-_ ]?status|\bcii-|contributors\.svg"
)
# All that the description says is what badges say; "License plate detection" says more.
_BADGE_ALT = re.compile(
    r"(?i)(?:(?:github|pypi|docker|conda|anaconda|code|arxiv|hugging ?face|open|latest)[ -])*"
    r"(?:badge|(?:build|ci|tests?|docs?|documentation)(?: status)?|status|coverage|codecov|pypi|conda|"
    r"(?:python |pypi |conda )?versions?|python|downloads|licen[sc]e|stars|forks|issues|gitter|discord|slack|twitter|"
    r"follow|doi|last commit|release|(?:open |run )?(?:in|on) (?:colab|studio|spaces|kaggle|binder))"
    r"(?: (?:badge|status|version|shield))?(?:\s*[:-]\s*[\w.+@/-]+)?"
)
_PICTURE_HOSTS = re.compile(r"(^|\.)(githubusercontent\.com|github\.com)$")
_INVITES = re.compile(r"(?i)(^|\.)(discord\.gg|discord\.me|discord\.com|discordapp\.com|dsc\.gg)$")
_UNSAFE = re.compile(
    r"[\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\\<>\"`{}|^]"
)
_INVITING_SITES = {
    "arxiv.org": "arXiv",
    "bilibili.com": "Bilibili",
    "colab.research.google.com": "Colab",
    "drive.google.com": "Google Drive",
    "huggingface.co": "Hugging Face",
    "join.slack.com": "Slack",
    "kaggle.com": "Kaggle",
    "modelscope.cn": "ModelScope",
    "mybinder.org": "Binder",
    "openreview.net": "OpenReview",
    "openxlab.org.cn": "OpenXLab",
    "replicate.com": "Replicate",
    "youtu.be": "YouTube",
    "youtube.com": "YouTube",
    "zenodo.org": "Zenodo",
}
_SMALLEST = 60  # pixels: what is less wide or high is a badge, an icon or a flag
_SMALLEST_SHARE = 12  # per cent of the page's width
_BANNER = 4  # times the least width


@dataclass(frozen=True, slots=True)
class Place:
    """A README's place: relative addresses are relative to it."""

    full_name: str
    path: str = "README.md"

    def blob(self, tail: str = "") -> str:
        """Return the address of a file of the repository as a page."""
        return f"https://github.com/{self.full_name}/blob/HEAD/{tail}"

    def raw(self, tail: str = "") -> str:
        """Return the address of a file of the repository as it is."""
        return f"https://raw.githubusercontent.com/{self.full_name}/HEAD/{tail}"


def link_url(href: str, place: Place) -> str | None:
    """Return a link's absolute http(s) address, ``#`` and an anchor, or None where it is not fit to be followed.

    Invitations to Discord servers, addresses with a password part and what Discord would refuse are left out.
    """
    href = href.strip()
    if href.startswith("#"):
        return href
    return _absolute(href, place.blob(), place)


def _absolute(address: str, root: str, place: Place) -> str | None:
    try:
        base = root + quote(place.path)
        # A leading slash is the repository's top on GitHub.
        if address.startswith("/") and not address.startswith("//"):
            address = root + address.lstrip("/")
        parts = urlsplit(urljoin(base, address))
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or "." not in host:
        return None
    if _INVITES.search(host.rstrip(".")):
        return None
    try:
        name = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return None
    where = f"{name}:{port}" if port else name
    url = urlunsplit((parts.scheme, where, *map(_quoted, parts[2:])))
    return url if len(url) <= LONGEST_URL and not _UNSAFE.search(url) else None


def _quoted(text: str) -> str:
    # Parentheses would end a masked link; what is quoted stays so.
    return quote(text, safe="%/:=&?~#+!$,;'@*").replace("'", "%27")


def picture_url(src: str, place: Place) -> str | None:
    """Return a picture's https address at GitHub, None where it is elsewhere or nothing that Discord shows.

    GitHub's HTML leads every outside picture over GitHub's own servers; what doesn't is not from there.
    """
    url = _absolute(src.strip(), place.raw(), place) if src.strip() else None
    if url is None or not url.startswith("https://"):
        return None
    url = url.partition("#")[0]
    parts = urlsplit(url)
    if not _PICTURE_HOSTS.search(parts.hostname or ""):
        return None
    path = parts.path.lower()
    if path.endswith((".svg", ".pdf", ".eps", ".tif", ".tiff", ".mp4", ".mov")):
        return None
    if parts.hostname == "github.com":
        head, _, tail = parts.path.partition("/blob/")
        if tail:
            return f"https://github.com{head}/raw/{tail}"
        if "/raw/" not in parts.path and "/assets/" not in parts.path:
            return None
    return url


def is_badge(src: str, alt: str, width: str | None, height: str | None) -> bool:
    """Return whether a picture says nothing to a reader: a badge, a button, an icon, a counter, a vector logo."""
    try:
        parts = urlsplit(src)
        host, path = parts.hostname or "", parts.path
    except ValueError:
        return True
    if _BADGE_HOSTS.search(host) or _BADGE_PATH.search(path) or path.lower().endswith(".svg"):
        return True
    if _BADGE_ALT.fullmatch(alt):
        return True
    wide, high = _share(width), _share(height)
    # Wide and low is a legend or a banner; low alone is an icon.
    return (wide is not None and wide < 1) or (
        high is not None and high < 1 and (wide or 0) < _BANNER
    )


def inviting_site(url: str) -> str:
    """Return the name of a site where a badge leads to something to try, read or watch, "" for any other."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return _INVITING_SITES.get(host, "")


def _share(size: str | None) -> float | None:
    """Return a width or height in the least that a picture has; None where none is given."""
    number = re.match(r"\s*(\d{1,5})(?:\.\d*)?\s*(%|px|)", size or "")
    if number is None:
        return None
    return int(number[1]) / (_SMALLEST_SHARE if number[2] == "%" else _SMALLEST)


def tex_of(src: str) -> str | None:
    """Return the TeX of a formula that is drawn by a well-known service as a picture."""
    try:
        parts = urlsplit(src)
    except ValueError:
        return None
    if (parts.hostname or "").endswith("codecogs.com"):
        return unquote(parts.query or parts.path.rpartition("/")[2]).strip() or None
    if (parts.hostname or "").endswith("render.githubusercontent.com"):
        found = re.search(r"(?:^|&)math=([^&]+)", parts.query)
        return unquote(found[1]).strip() if found else None
    return None
