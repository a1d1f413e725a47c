"""One wording more for an exchange, or that one wording less: what the desk does with one tap."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.deed import Act, Deed, Wordings
from knowledge.drafting import unfit
from knowledge.interview import Exchange, Interview
from knowledge.knowledge_file import examine, folded, read_content
from knowledge.matching.vector_cache import VectorCache
from knowledge.problem import KnowledgeError, Problem
from knowledge.stealing import Stolen, stolen
from knowledge.version_file import Version, digest
from knowledge.versions import MovedError, Versions
from knowledge.wordings import enriched, lessened, owners, with_wordings, without_wordings


class Reason(StrEnum):
    """Why a wording is not taken."""

    UNFIT = "not usable"
    THERE = "there already"
    ELSEWHERE = "another exchange's"
    STEALS = "takes questions away from others"


@dataclass(frozen=True)
class Refused:
    """A wording that is not taken; nothing has changed.

    Attributes:
        wording: as it would have stood.
        reason: why.
        detail: what makes it unfit, such as 'it has no words'; else empty.
        owner: the exchange whose it is, where it is there already or another's.
        stolen: what it would take away, the likest to it first.
    """

    wording: str
    reason: Reason
    detail: str = ""
    owner: Exchange | None = None
    stolen: tuple[Stolen, ...] = ()


@dataclass(frozen=True)
class Taught:
    """A wording that stands in the file now.

    Attributes:
        wording: as it stands there.
        version: of the file with it; its number is what ``undo`` takes.
        interview: as the file holds it now.
    """

    wording: str
    version: Version
    interview: Interview


def teach(
    versions: Versions, exchange_id: str, wording: str, *, who: str, cache: VectorCache | None
) -> Taught | Refused:
    """Add a wording to an exchange in its knowledge file, unless that does harm.

    Comments, and the order of everything, stay.

    Args:
        versions: of the file.
        exchange_id: of the exchange that the wording belongs to.
        wording: what a reader asked.
        who: teaches it, as versions will name them.
        cache: what the sentence model makes of texts, where questions are matched by meaning.

    Raises:
        MovedError: if the file was changed meanwhile.
        KnowledgeError: if it has problems, has no such exchange, or can't be written.
    """
    text, interview = _read(versions)
    exchange = _exchange(versions, interview, exchange_id)
    words = " ".join(wording.split())
    if detail := unfit(words):
        return Refused(words, Reason.UNFIT, detail)
    owner = owners(interview).get(folded(words))
    if owner is not None:
        reason = Reason.THERE if owner == exchange_id else Reason.ELSEWHERE
        return Refused(words, reason, owner=_exchange(versions, interview, owner))
    if thefts := stolen(interview, exchange_id, words, cache):
        return Refused(words, Reason.STEALS, stolen=thefts)
    more = {exchange.id: [words]}
    after, becomes = with_wordings(text, more), enriched(interview, more)
    what = Deed(act=Act.TAUGHT, wordings=(Wordings(exchange=exchange_id, wordings=(words,)),))
    return Taught(words, _published(versions, (text, after), becomes, (who, what)), becomes)


def undo(versions: Versions, number: int, *, who: str) -> Version:
    """Take back what was taught as this version; return the new one.

    If the file has changed since, its other changes stay.

    Raises:
        MovedError: if the file has changed since, and the version is of more than wordings; or is
            changed meanwhile.
        KnowledgeError: if the wordings don't stand there any more, the version is not kept, or the
            file has problems, or can't be written.
    """
    taught, earlier = versions.version(number), versions.before(number)
    based_on = versions.based_on()
    if based_on == taught.digest:
        return versions.bring_back(earlier.number, based_on=based_on, who=who)
    added = _added(versions.interview(earlier), versions.interview(taught))
    if not added:
        raise MovedError(versions.path)
    text, interview = _read(versions)
    there = {one.id: one.also_asked for one in interview.exchanges}
    left = {
        exchange_id: found
        for exchange_id, wordings in added.items()
        if (found := [one for one in wordings if one in there.get(exchange_id, ())])
    }
    if not left:
        message = "what was taught doesn't stand there any more: there is nothing to undo"
        raise KnowledgeError([Problem(versions.path, 0, message)])
    after, becomes = without_wordings(text, left), lessened(interview, left)
    taken = tuple(Wordings(exchange=name, wordings=tuple(left[name])) for name in left)
    what = Deed(act=Act.TAKEN_OUT, wordings=taken)
    return _published(versions, (text, after), becomes, (who, what))


def _read(versions: Versions) -> tuple[str, Interview]:
    text = read_content(versions.path)
    interview, problems = examine(versions.path, text)
    if problems or interview is None:
        raise KnowledgeError(problems)
    return text, interview


def _exchange(versions: Versions, interview: Interview, exchange_id: str) -> Exchange:
    for one in interview.exchanges:
        if one.id == exchange_id:
            return one
    message = f"there is no exchange '{exchange_id}' any more: look at its questions anew"
    raise KnowledgeError([Problem(versions.path, 0, message)])


def _published(
    versions: Versions, texts: tuple[str, str], becomes: Interview, why: tuple[str, Deed]
) -> Version:
    """Publish a text made of another, if it says what it then should."""
    before, after = texts
    who, what = why
    based_on = digest(before.encode())
    return versions.publish(after, based_on=based_on, who=who, what=what, says=becomes)


def _added(before: Interview, after: Interview) -> dict[str, list[str]]:
    """Return the wordings that were added, by exchange; none where anything else has changed."""
    old = {one.id: one.also_asked for one in before.exchanges}
    added = {
        one.id: new
        for one in after.exchanges
        if (new := [text for text in one.also_asked if text not in old.get(one.id, ())])
    }
    return added if enriched(before, added) == after else {}
