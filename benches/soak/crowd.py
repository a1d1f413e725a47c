"""People who ask, at their own pace, and what they get."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from random import Random

from preview import Person, Telegram
from preview.account import BotAccount
from preview.events import Event, Posted
from preview.objects import Chat, Message

# What is asked, by turns; some of it is answered, some offered, some declined.
QUESTIONS = (
    "By how much did trade between them grow?",
    "did anyone from trump's team visit moscow lately",
    "what came out of alaska",
    "what's the weather in karachi",
    "are washington and moscow pals again",
)


class Crowd:
    """Asks questions in private chats, and in groups if there are any, and counts the answers.

    Attributes:
        asked: how many questions were asked.
        latencies: seconds from each question to its first answer, in the order of the answers.
        moments: when each of these answers came, in seconds since the beginning.
        repeats: how many answers came to what was answered already.
    """

    def __init__(
        self, telegram: Telegram, account: BotAccount, people: int, groups: int = 0
    ) -> None:
        self._telegram = telegram
        self._people = [Person.joins(telegram, f"Reader {number}") for number in range(people)]
        private = [person.chat_with(account) for person in self._people]
        members = [*(person.user for person in self._people[:50]), account.user]
        self._groups = [telegram.new_group(f"Group {number}", members) for number in range(groups)]
        self._chats: list[Chat] = [*private, *self._groups]
        self._waiting: dict[int, deque[tuple[int, float]]] = {
            chat.id: deque() for chat in self._chats
        }
        self._answered: dict[int, set[int]] = {group.id: set() for group in self._groups}
        self.asked = 0
        self.latencies: list[float] = []
        self.moments: list[float] = []
        self.repeats = 0
        self.out_of_order = 0
        self._began = self.now()
        self._is_all_answered = asyncio.Event()
        self._end = telegram.watch(self._hear)

    @property
    def unanswered(self) -> int:
        """How many questions have had no answer yet."""
        return sum(map(len, self._waiting.values()))

    def leave(self) -> None:
        """Hear no more."""
        self._end()

    def ask(self) -> None:
        """Have the next one ask the next question."""
        chat = self._chats[self.asked % len(self._chats)]
        text = QUESTIONS[self.asked % len(QUESTIONS)]
        person = self._people[self.asked % len(self._people)]
        if chat.id < 0:
            person = self._people[self.asked % min(50, len(self._people))]
            text = f"/ask {text}"
        self.asked += 1
        # It may be answered before this goes on.
        waiting = self._waiting[chat.id]
        message = person.writes(chat, text)
        waiting.append((message.message_id, self.now()))

    async def ask_at(
        self, rate: float, count: int, told: Callable[[int], None] = lambda _done: None
    ) -> None:
        """Ask so many questions, so many a second, however fast the answers are."""
        begin = self.now()
        for number in range(count):
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - self.now()))
            self.ask()
            told(number + 1)

    async def is_answered(self, within: float) -> bool:
        """Wait until all is answered, so many seconds at most; whether it is."""
        try:
            async with asyncio.timeout(within):
                while self.unanswered:
                    self._is_all_answered.clear()
                    await self._is_all_answered.wait()
        except TimeoutError:
            return False
        return True

    def _hear(self, event: Event) -> None:
        if isinstance(event, Posted) and event.message.is_from_bot:
            self._note(event.message)

    def _note(self, message: Message) -> None:
        waiting = self._waiting.get(message.chat.id)
        if waiting is None:
            return
        if message.reply_to is not None and message.chat.id in self._answered:
            self._note_in_group(message.reply_to.message_id, message.chat.id, waiting)
        elif waiting:
            self._first(waiting.popleft()[1])
        else:
            self.repeats += 1
        if not self.unanswered:
            self._is_all_answered.set()

    def _note_in_group(self, answers: int, chat: int, waiting: deque[tuple[int, float]]) -> None:
        if answers in self._answered[chat]:
            self.repeats += 1
            return
        self._answered[chat].add(answers)
        self.out_of_order += bool(waiting) and waiting[0][0] != answers
        for place, (question, asked_at) in enumerate(waiting):
            if question == answers:
                del waiting[place]
                self._first(asked_at)
                return

    def _first(self, asked_at: float) -> None:
        self.latencies.append(self.now() - asked_at)
        self.moments.append(self.now() - self._began)

    def forget_messages(self) -> None:
        """Have the local Telegram forget what was said."""
        for chat in self._chats:
            chat.messages.clear()

    @staticmethod
    def now() -> float:
        """Return the time of the event loop, in seconds."""
        return asyncio.get_running_loop().time()


def moments(seed: int, count: int, end: float) -> list[float]:
    """Return so many moments between 0 and the end, by chance, in order."""
    chance = Random(seed)  # noqa: S311  (it is to be the same each time)
    return sorted(chance.uniform(0, end) for _ in range(count))


def kinds(counted: Counter[str]) -> str:
    """Return what was counted, in a line."""
    return ", ".join(f"{name} {times}" for name, times in sorted(counted.items()))
