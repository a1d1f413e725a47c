"""What could be put in a knowledge file's place: a file that waits, or an earlier version."""

from dataclasses import dataclass
from pathlib import Path

from bot.desk import file_buttons
from knowledge.arriving import Arrival, Arrivals, shown_name
from knowledge.differences import Differences, differences
from knowledge.interview import Interview, interview_reference
from knowledge.knowledge_file import read_interview
from knowledge.library import Library
from knowledge.problem import KnowledgeError
from knowledge.version_file import Version
from knowledge.versions import Versions
from knowledge.waiting import Waiting, WaitingFiles


@dataclass(frozen=True)
class Proposal:
    """What would become of a knowledge file.

    Attributes:
        subject: what buttons carry of it; see ``file_buttons``.
        name: of the file, as it is shown.
        path: of the knowledge file.
        interview: what it would hold.
        differences: from what it holds now.
        is_new: whether there is no such interview yet.
        version: the one that it is; none of a file that waits.
        skipped: what an import has left out.
        moved_by: the version that was published, or saved by hand, since it was last shown; none
            where nothing was.
    """

    subject: str
    name: str
    path: Path
    interview: Interview
    differences: Differences
    is_new: bool = False
    version: Version | None = None
    skipped: tuple[str, ...] = ()
    moved_by: Version | None = None


def read_arrival(library: Library, key: str) -> tuple[Waiting, Arrival] | None:
    """Return a file that waits, and what it is now; none where it doesn't wait any more.

    Raises:
        KnowledgeError: with every problem, if it can't be published any more.
    """
    waiting = WaitingFiles(library.source).find(key)
    if waiting is None:
        return None
    arrivals = Arrivals(library.source, library.files)
    return waiting, arrivals.arrive(waiting.name, waiting.content)


def of_arrival(library: Library, key: str) -> Proposal | None:
    """Return what a file that waits would change; see ``read_arrival``.

    Where the knowledge file has moved, it waits with what it differs from now.
    """
    found = read_arrival(library, key)
    if found is None:
        return None
    waiting, arrival = found
    moved_by = None
    if arrival.based_on != waiting.based_on:
        moved_by = newest(Versions(arrival.path, arrival.interview.id))
        WaitingFiles(library.source).compared_anew(waiting, arrival.based_on)
    return proposed(waiting, arrival, moved_by)


def proposed(waiting: Waiting, arrival: Arrival, moved_by: Version | None = None) -> Proposal:
    """Return a file that waits as a proposal."""
    return Proposal(
        subject=waiting.key,
        name=shown_name(waiting.name),
        path=arrival.path,
        interview=arrival.interview,
        differences=arrival.differences,
        is_new=arrival.is_new,
        skipped=arrival.skipped,
        moved_by=moved_by,
    )


def of_version(library: Library, versions: Versions, number: int) -> Proposal:
    """Return what bringing a version back would change.

    Raises:
        KnowledgeError: if it is not kept, or has problems.
    """
    version = versions.version(number)
    interview = versions.interview(version)
    try:
        before: Interview | None = read_interview(versions.path)
    except KnowledgeError:
        before = library.files.get(versions.path)
    return Proposal(
        subject=file_buttons.version(key_of(interview), number),
        name=versions.path.name,
        path=versions.path,
        interview=interview,
        differences=differences(before, interview),
        version=version,
    )


def newest(versions: Versions) -> Version | None:
    """Return the version that stands in the file, as far as that can be told."""
    try:
        versions.meet()
    except KnowledgeError:
        return None
    return next(iter(versions.kept().versions), None)


def key_of(interview: Interview) -> str:
    """Return the digits by which buttons name an interview."""
    return file_buttons.interview_key(interview_reference(interview))


def versions_of(library: Library, key: str) -> Versions | None:
    """Return the versions of an interview that is served; none where it isn't any more."""
    for path, interview in library.files.items():
        if key_of(interview) == key:
            return Versions(path, interview.id)
    return None
