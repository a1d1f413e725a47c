"""Which labels name speakers: told by how they recur and follow one another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from knowledge.importing.label_marks import (
    Labelled,
    candidates,
    ends_no_sentence,
    is_remark,
    key_of,
    labelled,
    reads_as_name,
)
from knowledge.importing.label_words import ANSWERING, ASKING, BREAKS, PRONOUNS, REMARKS
from knowledge.importing.questions import asks, ends_asking

_LETTERS = ("q", "a")
_BOTH_SIDES = 2
_MANY_QUESTIONS = 4
_FEW_ANSWERED = 0.34


def spoken_labels(texts: Sequence[str], set_apart: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the keys of those labels by which speakers are named in paragraphs.

    A label is a speaker's if it is a word such as 'Question', or recurs and reads as a name, or
    names who answers a question. 'Note:' and a capitalised word inside an answer do neither.

    Args:
        texts: the paragraphs.
        set_apart: labels in bold.
    """
    written = _likeliest(texts)
    named = {one.key: one.name for one in written if one and (one.by_colon or _is_for_role(one))}
    whose = same_people({key: name for key, name in named.items() if reads_as_name(name)})
    found = [one and replace(one, key=whose.get(one.key, one.key)) for one in written]
    speakers = _before_colons(texts, found, set_apart)
    entered = {one.key for one in _entries(found)}
    if len(speakers - entered - BREAKS) >= _BOTH_SIDES:
        speakers -= entered
    if len(speakers - BREAKS) < _BOTH_SIDES:
        speakers = _before_other_marks(texts, found) or speakers
    return frozenset(one.key for one in written if one and whose.get(one.key, one.key) in speakers)


def entries(texts: Sequence[str]) -> frozenset[str]:
    """Return the keys of labels that only tell who speaks: 'Interviewee: Ada Byron'."""
    return frozenset(one.key for one in _entries([labelled(text) for text in texts]))


def _entries(found: Sequence[Labelled | None]) -> list[Labelled]:
    """Return the words for a role that stand once, before a name and nothing else."""
    counts = Counter(one.key for one in found if one)
    return [
        one
        for one in found
        if one
        and one.by_colon
        and counts[one.key] == 1
        and len(one.key) > 1
        and one.key in ASKING | ANSWERING
        and reads_as_name(one.words)
        and not ends_asking(one.words)
        and one.words[-1] not in ".!…"
    ]


def _likeliest(texts: Sequence[str]) -> list[Labelled | None]:
    """Return the likeliest label of each paragraph: where there is 'Q.', 'A.' is no initial."""
    every = [candidates(text) for text in texts]
    letters = [{one.key: one for one in found if not one.by_colon} for found in every]
    if not any("q" in found for found in letters):
        return [next(iter(found), None) for found in every]
    return [
        letter.get("q") or letter.get("a") or next(iter(found), None)
        for letter, found in zip(letters, every, strict=True)
    ]


def _before_colons(
    texts: Sequence[str], every: Sequence[Labelled | None], set_apart: frozenset[str]
) -> set[str]:
    """Return the keys of speakers' labels before colons; 'Q.' and 'A.' may stand among them."""
    found = [one if one and (one.by_colon or one.key in _LETTERS) else None for one in every]
    counts = Counter(one.key for one in found if one)
    sure = {one.key for one in found if one and _is_sure(one, counts)}
    speakers = sure | _recurring(texts, found, counts)
    speakers |= _replying(texts, found, counts, speakers)
    one_sided = len(speakers - BREAKS) == 1
    if one_sided or not any(_asks_often(key, texts, found) for key in speakers):
        speakers |= _one_exchange(texts, found)
    speakers = _without_remarks(texts, found, counts, speakers, sure)
    speakers |= _alike(found, counts, speakers, set_apart)
    return _asking_alone(texts, found, speakers) or speakers


def _asking_alone(
    texts: Sequence[str], found: Sequence[Labelled | None], speakers: set[str]
) -> set[str]:
    """Return the labels of questions alone, if answers have none: a few only begin like that."""
    # What is labelled alike without anything between is one turn.
    runs = groupby(one.key if one and one.words and one.key in speakers else "" for one in found)
    order = [key for key, _ in runs if key]
    asking = {key for key in speakers if _asks_often(key, texts, found)}
    turns = sum(key in asking for key in order)
    answered = sum(one in asking and other not in asking for one, other in pairwise(order))
    few = turns >= _MANY_QUESTIONS and answered < turns * _FEW_ANSWERED
    return asking if few else set()


def _before_other_marks(texts: Sequence[str], every: Sequence[Labelled | None]) -> set[str]:
    """Return the keys of labels that are marked alike, where one asks and another answers."""
    for mark in dict.fromkeys(one.mark for one in every if one and not one.by_colon):
        found = [one if one and one.mark == mark else None for one in every]
        counts = Counter(one.key for one in found if one)
        keys = {key for key in counts if counts[key] > 1 or key in ASKING | ANSWERING}
        asking = {key for key in keys if _asks_often(key, texts, found)}
        order = [one.key for one in found if one and one.key in keys]
        answered = sum(one in asking and other not in asking for one, other in pairwise(order))
        if answered >= _BOTH_SIDES and answered >= sum(key in asking for key in order) / 2:
            return keys
    return set()


def names_alone(names: Sequence[str]) -> frozenset[str]:
    """Return which of the texts that stand where a name may, without a colon, are speakers'.

    At least two must read as names, recur, and end as no sentence does.
    """
    counts = Counter(names)
    found = {
        name
        for name, times in counts.items()
        if times > 1 and reads_as_name(name) and ends_no_sentence(name)
    }
    return frozenset(found) if len(found) > 1 else frozenset()


def same_people(keys: Mapping[str, str]) -> dict[str, str]:
    """Join labels of one person: each key to the longest of the keys that name them.

    'Byron' and 'AB' are who 'Ada Byron' is, and 'P' is 'Pregunta', where one label alone can be
    meant.

    Args:
        keys: how each key is written.
    """
    joined = {}
    for short in keys:
        whose = [long for long in keys if _is_short_for(short, long)]
        longest = [one for one in whose if not any(_is_short_for(one, more) for more in whose)]
        joined[short] = longest[0] if len(longest) == 1 else short
    return joined


def _is_short_for(short: str, long: str) -> bool:
    if len(short) == 1 < len(long) and long in ASKING | ANSWERING:
        # In Spanish and Portuguese the first labels are written out, and all others are letters.
        return long.startswith(short)
    parts, whole = short.split(), long.split()
    initials = "".join(word[0] for word in whole)
    if short != long and short == " ".join(initials):
        return True
    if len(parts) >= len(whole) or short in ASKING | ANSWERING:
        return False
    if any(part.isdigit() for part in whole):
        return False
    return set(parts) <= set(whole) or "".join(parts) in (initials, initials[0] + initials[-1])


def _is_for_role(one: Labelled) -> bool:
    return len(one.key) == 1 or one.key in ASKING | ANSWERING


def _is_sure(one: Labelled, counts: Counter[str]) -> bool:
    if one.key not in ASKING | ANSWERING:
        return False
    if not one.by_colon:
        # 'A. Smith' is a name; 'Q.' and 'A.' are labels where questions are labelled too.
        return counts["q"] > 0
    return counts[one.key] > 1 or not one.name[0].islower()


def _recurring(
    texts: Sequence[str], found: Sequence[Labelled | None], counts: Counter[str]
) -> set[str]:
    names = {one.key: one for one in found if one}
    replies = Counter(
        one.key
        for (text, asked), (_, one) in pairwise(zip(texts, found, strict=True))
        if one and asked and asked.key != one.key and ends_asking(text)
    )
    recurring = set()
    for key, one in names.items():
        # There are people whose name is Example, and they are asked.
        remark = key in REMARKS and replies[key] <= counts[key] / 2
        if counts[key] > 1 and reads_as_name(one.name) and not remark:
            recurring.add(key)
    return recurring | _put_often(texts, found, recurring)


def _put_often(
    texts: Sequence[str], found: Sequence[Labelled | None], answering: set[str]
) -> set[str]:
    """Return labels that read as no names, but ask again and again, and are answered."""
    put: dict[str, list[bool]] = {}
    labels = [(text, one) for text, one in zip(texts, found, strict=True) if one]
    for (text, one), (_, following) in pairwise(labels):
        answered = following.key in answering and following.key != one.key
        put.setdefault(one.key, []).append(one.by_colon and answered and ends_asking(text))
    return {
        key
        for key, asked in put.items()
        if len(asked) > 1 and all(asked) and (len(key) == 1 or key.split()[0] not in PRONOUNS)
    }


def _replying(
    texts: Sequence[str],
    found: Sequence[Labelled | None],
    counts: Counter[str],
    speakers: set[str],
) -> set[str]:
    """Return labels that stand once: of whom is asked or asks there, or is named before."""
    more = set()
    before = _before_the_first(texts, found, speakers)
    upper = _written_in_capitals(found, speakers)
    unasked = not any(_asks_often(key, texts, found) for key in speakers)
    for at, one in enumerate(found):
        if one is None or counts[one.key] > 1 or one.key in speakers or not one.by_colon:
            continue
        last = next((one for one in reversed(found[:at]) if one), None)
        replies = not is_remark(one.name) and bool(
            last and last.key in speakers and (last.key in ASKING or ends_asking(texts[at - 1]))
        )
        following = next((one for one in found[at + 1 :] if one), None)
        puts = bool(
            following
            and following.key in speakers
            and not _asks_often(following.key, texts, found)
            and asks(texts[at])
        )
        elsewhere = before.replace(texts[at].casefold(), "")
        named = len(one.name.split()) > 1 and one.name.casefold() in elsewhere
        capitals = upper and one.name.isupper() and len(one.name) > len("Q.1.")
        reads = reads_as_name(one.name)
        known = reads and (replies or named or capitals)
        # Readers and listeners whose questions are answered may be called anything.
        puts = puts and (unasked or (one.name[0].isupper() and not is_remark(one.name)))
        if speakers and (puts or known or one.key in BREAKS):
            more.add(one.key)
    return more


def _one_exchange(texts: Sequence[str], found: Sequence[Labelled | None]) -> set[str]:
    """Return the two labels of a question and its answer where neither recurs."""
    beginnings = [at for at, one in enumerate(found) if one and one.by_colon]
    for start, end in pairwise(beginnings):
        one, other = found[start], found[end]
        if (
            one
            and other
            and one.key != other.key
            and reads_as_name(one.name)
            and reads_as_name(other.name)
            and not (is_remark(one.name) or is_remark(other.name))
            and (ends_asking(texts[end - 1]) or (end == start + 1 and asks(texts[start])))
        ):
            return {one.key, other.key}
    return set()


def _alike(
    found: Sequence[Labelled | None],
    counts: Counter[str],
    speakers: set[str],
    set_apart: frozenset[str],
) -> set[str]:
    """Return labels that stand once and are written just as all speakers' names are."""
    names = {one.key: one.name for one in found if one and one.by_colon}
    lengths = {len(name.split()) for key, name in names.items() if key in speakers - BREAKS}
    bold = {key_of(label) for label in set_apart}
    all_bold = len(speakers) > 1 and speakers <= bold
    alike = set()
    for key, name in names.items():
        full = min(lengths, default=1) > 1 and len(name.split()) > 1 and name.istitle()
        as_bold = all_bold and key in bold and (len(name.split()) > 1 or lengths == {1})
        if counts[key] == 1 and reads_as_name(name) and key not in REMARKS and (full or as_bold):
            alike.add(key)
    return alike


def _without_remarks(
    texts: Sequence[str],
    found: Sequence[Labelled | None],
    counts: Counter[str],
    speakers: set[str],
    sure: set[str],
) -> set[str]:
    """Drop recurring words of an answer: they follow no question, and are nobody's name."""
    asking = {key for key in speakers if _asks_often(key, texts, found)}
    if not asking:
        return speakers
    answering: set[str] = set()
    exchanges: dict[str, set[int]] = {key: set() for key in speakers}
    said_last, number = "", 0
    for one in found:
        if one and one.key in speakers:
            if one.key in asking:
                number += said_last not in asking
            elif said_last in asking:
                answering.add(one.key)
            exchanges[one.key].add(number)
            said_last = one.key
    if not answering:
        # Who asks is not who was taken for it: nobody replies.
        return speakers
    before = _before_the_first(texts, found, speakers)
    full = {one.key for one in found if one and len(one.key.split()) > 1 and one.name.istitle()}
    return {
        key
        for key in speakers
        if key in sure | asking | answering | BREAKS
        or (key in full and counts[key] > 1)
        # Who always speaks second does so in many exchanges; a word recurs within one.
        or len(exchanges[key]) >= max(_BOTH_SIDES, 1 if key in before else number / 2)
    }


def _asks_often(key: str, texts: Sequence[str], found: Sequence[Labelled | None]) -> bool:
    said = [
        text for text, one in zip(texts, found, strict=True) if one and one.words and one.key == key
    ]
    return key in ASKING or sum(asks(text) for text in said) > len(said) / 2


def _before_the_first(
    texts: Sequence[str], found: Sequence[Labelled | None], speakers: set[str]
) -> str:
    """Return the words before anybody speaks, folded."""
    for at, one in enumerate(found):
        if one and one.key in speakers:
            return " ".join(texts[:at]).casefold()
    return ""


def _written_in_capitals(found: Sequence[Labelled | None], speakers: set[str]) -> bool:
    names = [one.name for one in found if one and one.key in speakers]
    return len(names) > 1 and all(name.isupper() for name in names)
