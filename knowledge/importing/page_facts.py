"""What a web page says about itself: its title, who published it, when and where."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.html import HtmlElement

from knowledge.importing.readable import readable

_Object = dict[str, object]

_ARTICLE_TYPES = frozenset(
    """Article NewsArticle Interview ReportageNewsArticle BlogPosting AnalysisNewsArticle
    OpinionNewsArticle LiveBlogPosting Report ScholarlyArticle TechArticle SocialMediaPosting
    BackgroundNewsArticle AdvertiserContentArticle PodcastEpisode Episode VideoObject""".split()
)
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?=$|[T\sZ])")
_WRITTEN_DATES = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%Y%m%d", "%B %Y")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SAVED_FROM = re.compile(
    rb"(?:<!--\s*saved from url=\(\d+\)|^snapshot-content-location:\s*)(https?://\S+)",
    re.IGNORECASE | re.MULTILINE,
)
_NAME_JOINTS = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")

# The author, where newsletters put the site's name: 'Bread and time - by Ada Byron'.
_BY = re.compile(r"(?:by|von|par|por|di|door)\s", re.IGNORECASE)


class Facts(NamedTuple):
    """What is known about a page; ``None`` where it does not say."""

    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None


def facts_of(root: HtmlElement, source: bytes = b"") -> Facts:
    """Read a page's JSON-LD, then its meta elements, then what it shows."""
    article = _article(root)
    meta = _meta(root)
    outlet = (
        _name(article.get("publisher"))
        or _first(meta, "og:site_name", "application-name", "publisher", "dc.publisher")
        or _name(article.get("sourceOrganization"))
        or _site_name(root)
    )
    return Facts(
        title=_title(root, article, meta, outlet),
        outlet=outlet,
        author=_author(root, article, meta),
        published=_published(root, article, meta),
        url=_url(root, article, meta, source),
        language=_language(root, article, meta),
    )


def _linked_data(root: HtmlElement) -> Iterator[_Object]:
    """Yield every object of a page's JSON-LD, those inside lists and graphs too."""
    for script in root.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = re.sub(
            r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$",
            "",
            script.text or "",
        )
        try:
            found: object = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [found]
        while waiting:
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting = [*one, *waiting]
            elif isinstance(one, dict):
                yield one
                waiting = [
                    *(
                        one[key]
                        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
                        if key in one
                    ),
                    *waiting,
                ]


def _types(one: _Object) -> set[str]:
    kinds = one.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return {str(kind).rpartition("/")[2] for kind in named}


def _article(root: HtmlElement) -> _Object:
    """Return the linked data of the article; of what else it tells, the names of the site."""
    every = list(_linked_data(root))
    articles = [one for one in every if _types(one) & _ARTICLE_TYPES]
    pages = [one for one in every if _types(one) & {"WebPage", "ItemPage", "QAPage"}]
    sites = [one for one in every if _types(one) & {"WebSite"}]
    organisations = [
        one for one in every if _types(one) & {"Organization", "NewsMediaOrganization"}
    ]
    named = {one["@id"]: one for one in every if isinstance(one.get("@id"), str) and len(one) > 1}
    article: _Object = {}
    for one in [*articles[:1], *pages[:1]]:
        article = {**one, **article}
    for key in ("publisher", "author"):
        if key in article:
            article[key] = _resolved(article[key], named)
    if not _name(article.get("publisher")):
        article["publisher"] = next(filter(None, map(_name, [*sites, *organisations])), None)
    return article


def _resolved(value: object, named: dict[object, _Object]) -> object:
    if isinstance(value, list):
        return [_resolved(one, named) for one in value]
    if isinstance(value, dict) and not value.get("name"):
        return named.get(value.get("@id"), value)
    return value


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), None)
    if isinstance(value, dict):
        value = value.get("@value")
    return (readable(unescape(value)) or None) if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """Return the name of a person or an organisation, or those of several."""
    if isinstance(value, list):
        names = list(dict.fromkeys(filter(None, map(_name, value))))
        return ", ".join(names) or None
    if isinstance(value, dict):
        return _text(value.get("name"))
    name = _text(value)
    return None if name and name.startswith(("http:", "https:", "#")) else name


def _meta(root: HtmlElement) -> dict[str, str]:
    """Return the first content of each meta element that has a name."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = readable(unescape(element.get("content") or ""))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split():
                if content:
                    found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], *names: str) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _title(
    root: HtmlElement, article: _Object, meta: dict[str, str], outlet: str | None
) -> str | None:
    heading = next((readable("".join(h1.itertext())) for h1 in root.iter("h1")), None)
    written = (
        _text(article.get("headline"))
        or _first(meta, "og:title", "twitter:title", "dc.title", "headline")
        or _text(article.get("name"))
    )
    if written:
        return _without_outlet(written, outlet, heading)
    if heading and len(list(root.iter("h1"))) == 1:
        return heading
    last = next((readable("".join(title.itertext())) for title in root.iter("title")), None)
    return _without_outlet(last, outlet, heading or _shown(root, last)) if last else heading


def _shown(root: HtmlElement, title: str) -> str | None:
    """Return the beginning of a page's title that stands on the page by itself."""
    begins = {title[: joint.start()].strip() for joint in _NAME_JOINTS.finditer(title)} - {""}
    for body in root.iter("body") if begins else ():
        for element in body.iter("h1", "h2", "h3", "b", "strong", "font", "div", "p", "td", "span"):
            text = readable(element.text or "")
            if text in begins:
                return text
    return None


def _without_outlet(title: str, outlet: str | None, heading: str | None) -> str:
    """Take the outlet's name off a title: 'Bread and time | The Placeholder'."""
    joints = list(_NAME_JOINTS.finditer(title))
    if heading and any(title[: joint.start()] == heading for joint in joints):
        return heading
    for joint in joints:
        if outlet and title[joint.end() :].strip().casefold() == outlet.casefold():
            return title[: joint.start()].strip()
        if outlet and title[: joint.start()].strip().casefold() == outlet.casefold():
            return title[joint.end() :].strip()
    return title


def _site_name(root: HtmlElement) -> str | None:
    """Return what follows the heading in the page's title, which is the site's name there."""
    heading = next((readable("".join(h1.itertext())) for h1 in root.iter("h1")), "")
    title = next((readable("".join(title.itertext())) for title in root.iter("title")), "")
    heading = heading if title.startswith(heading) and heading else _shown(root, title) or ""
    rest = title.removeprefix(heading) if heading else ""
    if rest == title or not _NAME_JOINTS.match(rest):
        return None
    last = _NAME_JOINTS.split(rest)[-1].strip()
    return last if last and not _BY.match(last) else None


def _author(root: HtmlElement, article: _Object, meta: dict[str, str]) -> str | None:
    named = _name(article.get("author")) or _first(
        meta, "author", "parsely-author", "dc.creator", "sailthru.author", "citation_author"
    )
    if named is None:
        profile = _first(meta, "article:author")
        named = profile if profile and not profile.startswith("http") else None
    if named is None:
        named = next(
            (
                readable("".join(one.itertext()))
                for one in root.iter("a", "span", "address")
                if one.get("rel") == "author" or one.get("itemprop") == "author"
            ),
            None,
        )
    return (re.sub(r"^by\s+", "", named, flags=re.IGNORECASE) or None) if named else None


def _published(root: HtmlElement, article: _Object, meta: dict[str, str]) -> str | None:
    candidates = [
        _text(article.get("datePublished")),
        *(
            meta.get(name)
            for name in """article:published_time og:published_time datepublished parsely-pub-date
            sailthru.date pubdate publishdate publish-date publication_date date dc.date
            dc.date.issued dcterms.date dcterms.created citation_publication_date
            article.published dc.date.created""".split()
        ),
        _text(article.get("dateCreated")),
        _text(article.get("uploadDate")),
        *(
            one.get("datetime") or readable("".join(one.itertext()))
            for one in root.iter("time", "span", "abbr")
            if one.get("itemprop") == "datePublished" or one.get("pubdate") is not None
        ),
        *(one.get("datetime") for one in root.iter("time")),
    ]
    return next(filter(None, map(_date, candidates)), None)


def _date(written: str | None) -> str | None:
    """Return a date as a year, a month or a day, if it is one."""
    text = (written or "").strip()
    if iso := _ISO_DATE.match(text):
        given = [part for part in iso.groups() if part]
        year, month, day = (int(part) for part in [*given, "1", "1"][:3])
        try:
            date(year, month, day)
        except ValueError:
            return None
        return "-".join(given)
    for form in _WRITTEN_DATES:
        try:
            found = datetime.strptime(text, form)
        except ValueError:
            continue
        return found.strftime("%Y-%m" if form == "%B %Y" else "%Y-%m-%d")
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None


def _url(root: HtmlElement, article: _Object, meta: dict[str, str], source: bytes) -> str | None:
    saved = _SAVED_FROM.search(source[:4096])
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), None)
    page = article.get("mainEntityOfPage")
    own = [
        meta.get("og:url"),
        _text(article.get("url")),
        _text(page.get("@id")) if isinstance(page, dict) else _text(page),
        meta.get("twitter:url"),
        saved[1].decode("ascii", "replace") if saved else None,
        base,
    ]
    known = [one for one in own if one and re.match(r"https?://\S+$", one)]
    for link in root.iter("link"):
        address = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and address:
            whole = urljoin(known[0], address) if known else address
            if re.match(r"https?://\S+$", whole):
                return whole
    return known[0] if known else None


def _language(root: HtmlElement, article: _Object, meta: dict[str, str]) -> str | None:
    written = [
        root.getroottree().getroot().get("lang"),
        root.getroottree().getroot().get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.getroottree().getroot().get("xml:lang"),
        _text(article.get("inLanguage")),
        meta.get("content-language"),
        meta.get("og:locale"),
        meta.get("dc.language"),
        next(
            (one.get("lang") for one in root.iter("article", "main", "body") if one.get("lang")),
            None,
        ),
    ]
    for one in written:
        tag = (one or "").strip().split(",")[0].replace("_", "-")
        tag = tag[:1].lower() + tag[1:] if not tag[:2].isupper() else tag[:2].lower() + tag[2:]
        if _LANGUAGE.fullmatch(tag):
            return tag
    return None
