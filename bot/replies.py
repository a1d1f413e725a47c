"""Which of the bot's messages answered which message, so that an edit finds its answer."""

from cachetools import LRUCache

REMEMBERED = 10_000
# The messages of an album come within seconds of each other.
_REMEMBERED_ALBUMS = 1_000


class Replies:
    """The last answers, by chat and message; in memory only."""

    def __init__(self) -> None:
        self._replies: LRUCache[tuple[int, int], int] = LRUCache(REMEMBERED)
        self._questions: LRUCache[tuple[int, int], str] = LRUCache(REMEMBERED)
        self._albums: LRUCache[tuple[int, str], bool] = LRUCache(_REMEMBERED_ALBUMS)

    def note(self, chat_id: int, asked: int, reply: int) -> None:
        """Remember that the message ``reply`` answered the message ``asked``."""
        self._replies[chat_id, asked] = reply

    def note_question(self, chat_id: int, reply: int, question: str) -> None:
        """Remember what was asked, for a button of the message ``reply`` that looks further."""
        self._questions[chat_id, reply] = question

    def question(self, chat_id: int, reply: int) -> str | None:
        """Return what the message ``reply`` was asked, if it is remembered."""
        return self._questions.get((chat_id, reply))

    def forget_questions(self, chat_id: int) -> None:
        """Forget what was asked in a chat."""
        for key in [key for key in self._questions if key[0] == chat_id]:
            del self._questions[key]

    def is_new_album(self, chat_id: int, album: str) -> bool:
        """Whether nothing of an album (a media group's id) has been met yet."""
        is_new = (chat_id, album) not in self._albums
        self._albums[chat_id, album] = True
        return is_new

    def find(self, chat_id: int, asked: int) -> int | None:
        """Return the id of the message that answered, if it is remembered."""
        return self._replies.get((chat_id, asked))
