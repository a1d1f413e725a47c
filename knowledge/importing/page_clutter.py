"""Which parts of a web page are none of its article: told by their kind, their name, their words.

Nothing here decides alone: what is left out for its words or its class is listed as skipped.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from lxml.html import HtmlElement

from knowledge.importing.page_blocks import HEADINGS, tag_of, text_of

UNSEEN = frozenset("script style template head link meta base title svg".split())
_CLUTTER_TAGS = frozenset(
    """nav aside footer form button select textarea option input label fieldset figcaption caption
    dialog iframe object embed applet noscript audio video canvas map progress meter
    amp-ad amp-embed amp-social-share gu-island""".split()
)
_CLUTTER_ROLES = frozenset(
    """navigation banner contentinfo complementary search dialog alert alertdialog menu menubar
    tablist toolbar status doc-footnote doc-endnotes doc-toc""".split()
)

# Names that sites give to what surrounds an article: one word of a class or an id …
_CLUTTER_NAMES = frozenset(
    """nav navbar navigation menu breadcrumb breadcrumbs cookie cookies consent gdpr ccpa onetrust
    newsletter newsletters subscribe subscription subscriptions signup promo promos promotion
    ad ads advert adverts advertisement advertising adslot adunit adsense sponsor sponsored
    sponsors dfp taboola outbrain related recirc recirculation recommended recommendation
    recommendations trending share sharing sharebar sharedaddy shares social socials addtoany
    sharethis comment comments commentlist disqus respond caption captions figcaption credit
    credits pullquote pullquotes tags taglist byline bylines dateline sidebar widget widgets
    footer masthead toolbar foot submeta subfooter donate donation regwall popup modal
    overlay tooltip lightbox carousel slideshow toc pagination pager breadbox skiplink
    backlinks printonly adbox adwrap teaser teasers screenreader kicker eyebrow livefyre
    coral promobox infobox factbox bio authorbio editsection mailmunch mc4wp jp wpcnt
    footnotes endnotes footnote endnote cta marketing membership upsell readmore readnext
    mostread sharebuttons socialshare gallery galleries slider swiper thumbnails twitter
    tweet instagram tiktok embed navbox catlinks""".split()
)
# … or what such a word begins with, written together with another …
_CLUTTER_BEGINNINGS = tuple(
    """newsletter related advert sponsor promo cookie pullquote recommend breadcrumb taboola
    outbrain""".split()
)
# … or two of them, one after the other.
_CLUTTER_PAIRS = frozenset(
    tuple(pair.split("-"))
    for pair in """pull-quote read-more read-next read-also also-read see-also more-from more-on
    more-stories more-like most-read most-popular most-viewed author-bio author-box author-card
    author-info author-profile about-author about-the post-author post-meta entry-meta
    article-meta story-meta meta-data post-tags article-tags tag-list post-footer entry-footer
    article-footer post-navigation post-nav sign-up call-to cta-box mailing-list sr-only
    visually-hidden screen-reader skip-link skip-to back-to table-of reading-time read-time
    time-to audio-player video-player media-player image-source photo-source fact-box info-box
    key-points key-takeaways follow-us google-auto ad-slot ad-container support-us member-cta
    in-brief social-links you-may up-next next-article prev-article previous-article
    article-nav site-header site-footer page-header-nav sticky-bar top-bar latest-news
    popular-posts poll-widget text-to listen-to email-capture tag-cloud reader-comments
    post-comments action-bar highlight-quote quote-box big-quote side-note inline-quote
    block-quote-pull paywall-prompt paywall-message paywall-overlay bottom-of
    meta-section blog-meta""".split()
)
# What says when and by whom, where it is not the name of every speaker's label.
_SMALL_NAMES = frozenset(
    """meta author authors date time timestamp pubdate category categories kicker posted
    writer""".split()
)
_MOST_SMALL = 12  # words
_MOST_OFTEN = 2
_NAME_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_HIDDEN_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|is-hidden|visually-?hidden|sr-only|screen-reader-text|hide|invisible)(?=\s|$)"
)
# Answers that open at a click are hidden in the page as it was saved.
_FOLDED = re.compile(r"accordion|collaps|panel|answer|toggle|tab-|transcript|expand|faq", re.I)
_INTERVIEW_NAME = re.compile(r"transcript|interview-(?:body|text|content)|qa-|q-and-a", re.I)
_SHOWN_CLASS = re.compile(r":(?:block|flex|inline|grid|table|not-sr-only)")
_CSS_HIDDEN = re.compile(r"^\s*\.([\w-]+)\s*$")
_CSS_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")

_CLUTTER_HEADING = re.compile(
    r"""^(?:related(?:\s(?:articles?|stories|posts?|content|links|topics|coverage|reading|news))?
    |more\s(?:from|on|in|stories|like\sthis|news|interviews|articles|to\sread|reading|about)\b.{0,40}
    |read\s(?:next|more|also|this\snext)|(?:most|best|also)\s(?:read|popular|viewed|shared)
    |you\s(?:may|might)\s(?:also\s)?(?:like|enjoy|be\sinterested).*|recommended.{0,30}|further\sreading
    |(?:\d+\s)?(?:comments?|responses|replies|reader\scomments)(?:\s\(?\d+\)?)?|leave\sa\s(?:reply|comment)
    |(?:join|start)\sthe\s(?:discussion|conversation)|discussion|(?:latest|top|trending|popular)(?:\s\w+)?
    |(?:our\s)?newsletters?|(?:sign|subscribe)\b.{0,60}|get\sour\b.{0,60}|stay\sin\sthe\sloop|share(?:\s.{0,30})?
    |follow\sus.{0,30}|about\sthe\s(?:author|writer|interviewer)s?|tags|topics|categories|filed\sunder|advertisement
    |up\snext|what\sto\sread\snext|don['’]t\smiss.{0,20}|support\s(?:us|our\s.{0,40})|table\sof\scontents
    |contents|in\sthis\s(?:article|interview|story)|editors?['’]?s?\spicks?|around\sthe\sweb|footnotes
    |(?:mehr|weitere)\s(?:zum\sthema|artikel).{0,20}|kommentare.{0,10}|das\skönnte\ssie.*|meistgelesen
    |(?:artículos|noticias|contenidos?)\srelacionad[oa]s|comentarios.{0,10}|te\spuede\sinteresar|lo\smás\sleído
    |(?:à|a)\slire\s(?:aussi|également).{0,40}|sur\sle\smême\s(?:sujet|thème)|commentaires.{0,10}|les\splus\slus
    |leia\s(?:também|mais)|comentários.{0,10}|leggi\sanche.{0,40}|commenti.{0,10}|lees\sook.{0,40}|reacties.{0,10}
    |читайте\sтакже|по\sтеме|комментарии.{0,10}|похожие\s.{0,20}|اقرأ\sأيض[اً]+|تعليقات|مزید\sپڑھیں|تبصرے
    )\s*[:.!]?$""",
    re.IGNORECASE | re.VERBOSE,
)
_CLUTTER_ARIA = re.compile(
    r"advert|related|newsletter|share|sharing|comments|cookie|breadcrumb|sponsor|promo",
    re.IGNORECASE,
)
_MOST = 0.4  # of the page's words: what holds more of them is no clutter, whatever its name
_READERS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comments?-?(?:list|area|section)|disqus)(?=[\s_-]|$)", re.I
)
_MOSTLY_LINKS = 0.8


class Clutter:
    """The elements of a page that hold nothing of an article, whatever article it is."""

    def __init__(self, root: HtmlElement) -> None:
        self._sizes = _sizes(root)
        self._linked = _sizes(root, of="a")
        self._whole = max(self._sizes.get(root, 0), 1)
        self._hidden = _hidden_classes(root)
        self._classes = Counter(one.get("class") for one in root.iter("*"))
        self._known: dict[HtmlElement, bool] = {}
        self._headed = set(_headed(root))

    def __contains__(self, element: HtmlElement) -> bool:
        """Say whether an element is clutter by itself; what is around it is not looked at."""
        if element not in self._known:
            self._known[element] = self._is_clutter(element)
        return self._known[element]

    def _is_clutter(self, element: HtmlElement) -> bool:
        tag = tag_of(element)
        if tag in {"html", "body", "main"} or self._is_most(element):
            return False
        return (
            element in self._headed
            or self._is_kind(element, tag)
            or self._is_hidden(element)
            or (tag != "article" and self._is_named(element))
            or self._is_small(element)
            or self._is_links(element, tag)
        )

    def _is_most(self, element: HtmlElement) -> bool:
        if self._sizes.get(element, 0) <= _MOST * self._whole:
            return False
        # Readers may have written more than the interview has.
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        return not _READERS.search(names) or any(True for _ in element.iter("h1", "main"))

    def _is_kind(self, element: HtmlElement, tag: str) -> bool:
        if _CLUTTER_ARIA.match(element.get("aria-label") or ""):
            return True
        if tag in _KEPT_AT_TIMES:
            return not _KEPT_AT_TIMES[tag](element)
        return tag in _CLUTTER_TAGS or (element.get("role") or "").lower() in _CLUTTER_ROLES

    def _is_hidden(self, element: HtmlElement) -> bool:
        classes = element.get("class") or ""
        if (
            _FOLDED.search(f"{classes} {element.get('id') or ''}")
            or element.get("role") == "region"
        ):
            return False
        return (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
            or bool(_HIDDEN_CLASS.search(classes) and not _SHOWN_CLASS.search(classes))
            or not self._hidden.isdisjoint(classes.split())
        )

    @staticmethod
    def _is_named(element: HtmlElement) -> bool:
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _INTERVIEW_NAME.search(names):
            return False
        for name in names.split():
            words = [word.lower() for word in _NAME_WORDS.findall(name)]
            if words[:1] == ["elementor"]:
                # This builder calls every part of a page a widget.
                words = [word for word in words if word != "widget"]
            # 'no-comments', 'has-sidebar': what is not here, or what is around.
            if words[:1] in (["no"], ["has"], ["with"], ["without"], ["is"], ["not"]):
                continue
            if not _CLUTTER_NAMES.isdisjoint(words):
                return True
            if any(word.startswith(_CLUTTER_BEGINNINGS) for word in words):
                return True
            if not _CLUTTER_PAIRS.isdisjoint(pairwise(words)):
                return True
        return False

    def _is_small(self, element: HtmlElement) -> bool:
        """Say whether an element is a date, a byline or the like, by its name and its size."""
        classes = element.get("class") or ""
        if not classes or self._classes[classes] > _MOST_OFTEN:
            return False
        if _SMALL_NAMES.isdisjoint(word.lower() for word in _NAME_WORDS.findall(classes)):
            return False
        text = text_of(element)
        return len(text.split()) <= _MOST_SMALL and not text.endswith((":", "?", "؟", ".", "!"))

    def _is_links(self, element: HtmlElement, tag: str) -> bool:
        """Say whether an element is a list, or a row, of links."""
        if tag not in {"ul", "ol", "div", "section", "p"}:
            return False
        if self._linked.get(element, 0) < _MOSTLY_LINKS * self._sizes.get(element, 0):
            return False
        links = [text_of(link) for link in element.iter("a")]
        if len(links) < (2 if tag in {"ul", "ol"} else 3):
            return False
        whole = len(text_of(element))
        return sum(map(len, links)) >= _MOSTLY_LINKS * whole


def _sizes(root: HtmlElement, of: str = "") -> dict[HtmlElement, int]:
    """Return how many letters of text there are in each element, or in its elements of a kind."""
    sizes: dict[HtmlElement, int] = {}
    for element in reversed(list(root.iter("*"))):
        tag = tag_of(element)
        if tag in UNSEEN:
            continue
        counts = not of or tag == of
        size = len((element.text or "").strip()) if counts else 0
        for inner in element:
            tail = len((inner.tail or "").strip()) if counts else 0
            whole = sizes.get(inner, 0)
            if of and counts and tag_of(inner) != of:
                whole = len(text_of(inner))
            size += whole + tail
        sizes[element] = size
    return sizes


def _hidden_classes(root: HtmlElement) -> frozenset[str]:
    found: set[str] = set()
    for sheet in root.getroottree().iter("style"):
        if "@media" in (sheet.text or ""):
            continue  # what is hidden on one screen is shown on another
        for selectors, declarations in _CSS_RULE.findall(sheet.text or ""):
            if _HIDDEN_STYLE.search(declarations):
                names = map(_CSS_HIDDEN.match, selectors.split(","))
                found.update(name[1] for name in names if name)
    return frozenset(found)


def _is_quoted(footer: HtmlElement) -> bool:
    """Say whether a footer tells whom a quotation is from."""
    return any(True for _ in footer.iterancestors("blockquote"))


def _holds_text(figure: HtmlElement) -> bool:
    return any(True for _ in figure.iter("table", "ul", "ol"))


def _opens_answer(button: HtmlElement) -> bool:
    return text_of(button).endswith(("?", "؟"))


def _is_no_note(sup: HtmlElement) -> bool:
    """Say whether what is raised is no footnote’s number."""
    if any((link.get("href") or "").startswith("#") for link in sup.iter("a")):
        return False
    last = sup.getprevious()
    around = sup.getparent()
    before = last.tail if last is not None else around.text if around is not None else ""
    marks = re.fullmatch(r"[\[(]?(?:\d{1,3}|[*†‡])[\])]?", text_of(sup))
    return not (marks and re.search(r"[.,;:!?…”’»\")]$", (before or "").rstrip()))


def _is_no_sign(link: HtmlElement) -> bool:
    """Say whether a link is more than a mark beside a heading: '#', '¶', '↩'."""
    text = text_of(link)
    return not (link.get("href") or "").startswith("#") or bool(re.search(r"[^\W_]{2}", text))


_KEPT_AT_TIMES: dict[str, Callable[[HtmlElement], bool]] = {
    "footer": _is_quoted,
    "figure": _holds_text,
    "button": _opens_answer,
    "sup": _is_no_note,
    "a": _is_no_sign,
}


def _headed(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield headings such as 'Related' and 'Comments', and what stands under them."""
    for heading in root.iter(*HEADINGS):
        if not is_clutter_heading(text_of(heading)):
            continue
        yield heading
        section = _section(heading)
        if section is not None:
            yield section
            continue
        for after in heading.itersiblings():
            if tag_of(after) in HEADINGS and tag_of(after) <= tag_of(heading):
                break
            if tag_of(after) in {"ul", "ol", "form", "div", "section", "article", "aside"}:
                yield after
            else:
                break


def is_clutter_heading(text: str) -> bool:
    """Say whether a heading is one of those of a page's other parts, such as 'Related'."""
    return bool(_CLUTTER_HEADING.match(text)) and not text.endswith(("?", "؟"))


def _section(heading: HtmlElement) -> HtmlElement | None:
    """Return what a heading is the first thing of, below the page's body and main part."""
    at: HtmlElement | None = None
    here: HtmlElement = heading
    while (around := here.getparent()) is not None:
        before = list(here.itersiblings(preceding=True))
        if tag_of(around) in {"body", "main", "html", "article"}:
            break
        if (around.text or "").strip() or any(text_of(one) for one in before):
            break
        at = here = around
    return at
