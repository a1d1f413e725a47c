"""Which lines in an article's place are none of its text.

They are told by their words, by where they stand, and by what they repeat.
"""

import re
from collections import Counter

from rapidfuzz import fuzz

from knowledge.importing.document import Paragraph, Style
from knowledge.importing.page_blocks import Block, tag_of, text_of
from knowledge.importing.page_clutter import is_clutter_heading

# Lines that beckon away from the article, as a whole paragraph.
_BECKONING = re.compile(
    r"""^[\W_]*(?:
    (?:read\s(?:more|next|also|our)|also\sread|see\salso|more\son\sthis|related(?:\s\w+)?|recommended|don['’]t\smiss
    |more\sfrom\s.{1,30}|further\sreading|lesen\ssie\sauch|mehr\szum\sthema
    |lire\saussi|à\slire(?:\saussi)?|lea\stambién|leer\smás|leia\stambém|leggi\sanche|lees\sook
    |читайте\sтакже|اقرأ\sأيضا?ً?|یہ\sبھی\sپڑھیں|مزید\sپڑھیں)\s*[:：|»>→–—-].*
    |(?:advert(?:isement|ising)?|sponsored(?:\scontent)?|anzeige|werbung|publicidad|publicité|pubblicità|publicidade
    |реклама|advertentie|إعلان|اشتہار)[\s.:–—-]*(?:.{0,20}\sbelow.*)?
    |(?:story|article|interview|transcript|content)\scontinues(?:\sbelow.*|\safter.*)?
    |(?:scroll|continue)\s(?:down\s)?(?:to\scontinue|reading|scrolling)(?:\s.{0,40})?
    |skip\s(?:past|advertisement|to)\b.{0,40}
    |(?:share|print|email|tweet|copy\slink|save|comments?)(?:\s(?:this|article|story|on\s\w+|\(?\d+\)?))*
    |(?:sign\sup|subscribe)\b(?:\s(?:to|for|now|here|today)\b.{0,120})?|follow\s(?:us|\S+)\son\s.{0,60}
    |(?:tags?|topics?|filed\s(?:under|in)|categories|posted\sin|schlagwörter|etiquetas|теги)\s*:.*
    |(?:photo(?:graph)?s?|pictures?|images?|illustration|credit|foto|bild|crédit(?:\sphoto)?|фото|photography)
    (?:\s(?:credit|by|source|courtesy(?:\sof)?|supplied))?\s*[:/©|].*
    |(?:photo(?:graph)?s?|photography|pictures?|illustrations?|images?)\s(?:by|courtesy\sof)\s.{2,60}
    |(?:©|\(c\)|copyright)\s.{0,120}|all\srights\sreserved\.?|back\sto\s(?:top|all.*)|loading(?:\s(?:comments|more))?
    |\d+\s(?:comments?|shares?|likes?|views?)|[\w\s]{0,20}\bmin(?:ute)?s?\sread(?:ing\stime)?
    |explore\s(?:more|other)\b.{0,60}|topics?\s(?:in|of)\sthis\s.{0,20}|more\sabout\s.{1,40}
    |(?:reading|read)\stime\s*:?.{0,20}|listen\sto\sthis\s(?:article|story|interview).*
    )[\W_]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_BECKONING_LINK = re.compile(
    r"(?:watch|listen|recommended|further|more|why not|here[’']s|in pictures|quiz)\b"
    r"[^.?!]{0,30}[:：|–—-].*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"""^(?:(?:(?:words|text|interview|interviewed|story|written|as\stold\sto|reported|posted|conducted|edited)\s?(?:by|:)
    |by|von|par|por|di|door|af|автор|текст|интервью|беседовала?|от|بقلم|حاوره?ا?)\b\s*:?\s+)
    (?!the\b)\S+(?:\s\S+){0,11}$""",
    re.IGNORECASE | re.VERBOSE,
)
_BYLINE_NAME = re.compile(
    r"(?i:(?:words|text|interview|written|story)?\s?by|interview:|words:|text:|von|par|por)\s+"
    r"([^\W\d_a-z][\w.'’-]+(?:\s[\w.'’-]+){0,2}\s[^\W\d_a-z][\w'’-]+)$"
)
_DATE = re.compile(
    r"""^(?:(?:first\s)?(?:published|updated|last\supdated|posted|modified|veröffentlicht|publié|publicado|опубликовано)
    \b.{0,80}|(?=.{0,60}\b(?:19|20)\d{2}\b)[^.?!]{4,60}|\d+\s(?:hours?|days?|weeks?|months?)\sago)$""",
    re.IGNORECASE | re.VERBOSE,
)
_EDITED = re.compile(
    r"""\b(?:interview|conversation|q\s?&\s?a|transcript|exchange|discussion|answers?|responses?)\b.{0,60}
    \b(?:edited|condensed|abridged|shortened|translated)\b
    |\b(?:edited|condensed)\sfor\s(?:length|clarity|brevity|space)""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"\b(?:photo(?:graph)?|picture|image|foto|bild|credit|courtesy)\b.{0,20}[:/©]|©|\b(?:photo|courtesy)\s(?:by|of)\b",
    re.IGNORECASE,
)
_BARE_MARKS = re.compile(r"[|/\\<>×✕+#▲▼►◄←→↑↓»«›‹\s]*")
_QUOTED = re.compile(r"""^[\s"'“”‘’„«»‹›]+.*[\s"'“”‘’«»‹›]$""", re.DOTALL)
_QUOTE_CLASS = re.compile(r"quote|highlight|callout|pull", re.IGNORECASE)
_WHOLLY = 0.9
_SAME = 93  # of 100: a pull quote may be cut or mended a little
_SHORTEST_QUOTE = 4  # words: less is repeated by chance
_LINES_BEFORE_THE_TEXT = 14
_SHORT = 12  # words
_LONG = 25
_LAST_LINES = 4
_TWICE = 2
_MANY = 0.4  # of the paragraphs


def without_clutter(blocks: list[Block], title: str | None, author: str | None) -> list[Block]:
    """Leave out paragraphs that are none of the article's text.

    These are what stands above and in its heading, lines that beckon elsewhere, credits, and
    quotations of its own text.
    """
    found = _without_beckoning(blocks)
    found = _below_the_title(found, title)
    found = _without_head(found, author)
    found = _without_refrains(found)
    found = _without_pull_quotes(found)
    return _without_end(found, author)


def byline(blocks: list[Block]) -> str | None:
    """Return who wrote an article, as the line between its title and its text has it."""
    for block in blocks:
        said = _BYLINE_NAME.match(block.paragraph.text)
        if said and not block.kept:
            return said[1]
    return None


def _without_beckoning(blocks: list[Block]) -> list[Block]:
    """Leave out lines that lead elsewhere, but not what is the whole of an answer."""
    found = list(blocks)
    kept = [at for at, block in enumerate(blocks) if block.kept]
    for before, at, after in zip([None, *kept], kept, [*kept[1:], None], strict=False):
        if not _beckons(blocks[at]):
            continue
        answers = before is not None and _asks(blocks[before])
        if answers and after is not None and _asks(blocks[after]):
            continue
        found[at] = blocks[at].left_out()
    return found


def _asks(block: Block) -> bool:
    return block.paragraph.text.endswith(("?", "؟", "？"))


def _beckons(block: Block) -> bool:
    said = block.paragraph
    if said.speaker and not _BARE_MARKS.fullmatch(said.text):
        return False
    return bool(
        _BARE_MARKS.fullmatch(said.text)
        or _BECKONING.match(said.text)
        or (block.linked and _BECKONING_LINK.match(said.text))
        or (said.style is Style.HEADING and is_clutter_heading(said.text))
        or _is_under_picture(block)
        or _is_link(block)
    )


def _is_link(block: Block) -> bool:
    """Say whether all of it is a link elsewhere, and no question."""
    asked = block.paragraph.style is not Style.PLAIN and _asks(block)
    return block.linked >= _WHOLLY and not asked


def _is_under_picture(block: Block) -> bool:
    """Say whether a short paragraph shares its block with a picture, and is dressed so."""
    said = block.paragraph
    if len(said.text.split()) > _LONG or not any(True for _ in block.element.iter("img")):
        return False
    small = sum(len(text_of(one)) for one in block.element.iter("small"))
    return (
        said.style is Style.EMPHASIS
        or small >= _WHOLLY * len(said.text)
        or bool(_CREDIT.search(said.text))
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _below_the_title(blocks: list[Block], title: str | None) -> list[Block]:
    """Leave out the title wherever it stands, and the lines above it."""
    kept = [at for at, block in enumerate(blocks) if block.kept]
    own = _plain(title or "")
    titles = [at for at in kept if own and _plain(blocks[at].paragraph.text) == own]
    great = [at for at in kept if _is_great(blocks[at])]
    heads = [at for at in kept[:_LINES_BEFORE_THE_TEXT] if at in titles or great == [at]]
    found = list(blocks)
    for at in titles:
        if at in heads or blocks[at].paragraph.style is not Style.PLAIN:
            found[at] = found[at].left_out()
    if heads and all(_is_line(blocks[at].paragraph) for at in kept if at < heads[0]):
        for at in kept[: kept.index(heads[0]) + 1]:
            found[at] = found[at].left_out()
    return found


def _is_great(block: Block) -> bool:
    return any(tag_of(one) == "h1" for one in [block.element, *block.element.iterancestors("h1")])


def _is_line(said: Paragraph) -> bool:
    """Say whether a paragraph may stand above a title: it is no text yet, and nothing is asked."""
    return len(said.text.split()) <= _LONG and not said.text.endswith(("?", "؟"))


def _without_head(blocks: list[Block], author: str | None) -> list[Block]:
    """Leave out bylines and dates, which stand between the title and the text."""
    found = list(blocks)
    names = {_plain(name) for name in re.split(r",|\band\b", author or "")} | {_plain(author or "")}
    kept = [at for at, block in enumerate(found) if block.kept]
    for at in kept[:_LINES_BEFORE_THE_TEXT]:
        said = found[at].paragraph
        if said.text.endswith(("?", "؟")) or said.speaker or found[at].lead:
            break
        if len(said.text.split()) > _SHORT:
            continue
        if _BYLINE.match(said.text) or _DATE.match(said.text) or _plain(said.text) in names - {""}:
            found[at] = found[at].left_out()
    return found


def _without_refrains(blocks: list[Block]) -> list[Block]:
    """Leave out sentences that stand there again and again, as an outlet's invitations do."""
    unnamed = [one for one in blocks if one.kept and not one.lead and not one.paragraph.speaker]
    said = Counter(_plain(block.paragraph.text) for block in unnamed)
    refrains = {
        text
        for text, times in said.items()
        if times > _TWICE and len(text.split()) > _SHORTEST_QUOTE
    }
    found: list[Block] = []
    answers = False  # a question has just been asked
    for block in blocks:
        is_unnamed = block.kept and not block.lead and not block.paragraph.speaker
        again = is_unnamed and _plain(block.paragraph.text) in refrains
        found.append(block.left_out() if again and not answers else block)
        answers = block.kept and _asks(block)
    return found


def _without_pull_quotes(blocks: list[Block]) -> list[Block]:
    """Leave out words that are set apart and stand in the text as well."""
    texts = {at: _plain(block.paragraph.text) for at, block in enumerate(blocks) if block.kept}
    found = list(blocks)
    set_apart = {at for at in texts if _may_be_quoted(blocks[at])}
    if len(set_apart) > _MANY * len(texts):
        return found  # the answers themselves are set like that
    for at, text in texts.items():
        if at not in set_apart or len(text.split()) < _SHORTEST_QUOTE:
            continue
        if any(
            other != at and len(said) > len(text) and _holds(said, text)
            for other, said in texts.items()
            if found[other].kept
        ):
            found[at] = blocks[at].left_out()
    return found


def _holds(text: str, quoted: str) -> bool:
    return quoted in text or fuzz.partial_ratio(quoted, text, score_cutoff=_SAME) > 0


def _may_be_quoted(block: Block) -> bool:
    around = [block.element, *block.element.iterancestors("blockquote", "div", "figure", "aside")]
    if any(tag_of(one) in {"blockquote", "q"} for one in around[:4]):
        return True
    if any(_QUOTE_CLASS.search(one.get("class") or "") for one in around[:2]):
        return True
    return bool(_QUOTED.match(block.paragraph.text))


def _without_end(blocks: list[Block], author: str | None) -> list[Block]:
    """Leave out the outlet's own words after the last answer, such as how it was edited."""
    found = list(blocks)
    kept = [at for at, block in enumerate(blocks) if block.kept]
    emphasised = [at for at in kept if blocks[at].paragraph.style is Style.EMPHASIS]
    are_questions = sum(blocks[at].paragraph.text.endswith(("?", "؟")) for at in emphasised) > 1
    for at in reversed(kept[-_LAST_LINES:]):
        said = blocks[at].paragraph
        is_note = said.style is Style.EMPHASIS and not are_questions and not said.speaker
        is_about = bool(author) and re.match(rf"{re.escape(author or '')}\s\w", said.text)
        if not is_note and not is_about and not _EDITED.search(said.text):
            break
        found[at] = blocks[at].left_out()
    return found
