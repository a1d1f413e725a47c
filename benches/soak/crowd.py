"""People who ask, at their own pace, and what they get."""

import asyncio
import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from preview import Person, Telegram
from preview.account import BotAccount
from preview.events import Event, Posted
from preview.objects import Chat, Message

# What is asked, by turns; some of it is answered, some offered, some declined, each in words of its
# own.
QUESTIONS = (
    "By how much did trade between them grow?",
    "did anyone from trump's team visit moscow lately",
    "what came out of alaska",
    "what's the weather in karachi",
    "are washington and moscow pals again",
)
# Seconds for the first answers: the bot may still be starting.
_TO_LEARN = 60.0
# Those of the people who are in the groups.
_MEMBERS = 50
# What reloading.py marks texts with, which are the same but for that.
MARK = re.compile(r" ?\[(\d+)\]")


@dataclass(frozen=True)
class _Asked:
    """A question that waits for its answer.

    Attributes:
        message: its id.
        text: its place among ``QUESTIONS``.
        moment: when it was asked, by the event loop's time.
    """

    message: int
    text: int
    moment: float


class Crowd:
    """Asks questions in private chats, and in groups if there are any, and holds the answers to it.

    An answer is known by its text, and in a group by what it replies to. So it is told apart which
    question it answers, also where several wait in a chat.

    Attributes:
        asked: how many questions were asked.
        latencies: seconds from each question to its first answer, in the order of the answers.
        moments: when each of these answers came, in seconds since the beginning.
        repeats: how many answers came to what was answered already.
        out_of_order: how many came before the answer to what was asked earlier in the chat.
        strange: what came and is no answer to any of the questions.
    """

    def __init__(
        self, telegram: Telegram, account: BotAccount, people: int, groups: int = 0
    ) -> None:
        self._telegram = telegram
        self._account = account
        self._people = [Person.joins(telegram, f"Reader {number}") for number in range(people)]
        private = [person.chat_with(account) for person in self._people]
        members = [*(person.user for person in self._people[:_MEMBERS]), account.user]
        self._groups = [telegram.new_group(f"Group {number}", members) for number in range(groups)]
        self._chats: list[Chat] = [*private, *self._groups]
        self._waiting: dict[int, deque[_Asked]] = {chat.id: deque() for chat in self._chats}
        self._answers: dict[str, int] = {}
        self.asked = 0
        self.latencies: list[float] = []
        self.moments: list[float] = []
        self.repeats = 0
        self.out_of_order = 0
        self.strange: Counter[str] = Counter()
        self._began = self.now()
        self._is_all_answered = asyncio.Event()
        self._end: Callable[[], None] = lambda: None

    @property
    def unanswered(self) -> int:
        """How many questions have had no answer yet."""
        return sum(map(len, self._waiting.values()))

    async def begin(self) -> None:
        """Learn what the bot, which may still be starting, answers; from now on, hear and count.

        Raises:
            TimeoutError: if it does not answer.
        """
        person = Person.joins(self._telegram, "First")
        await self._learn(person, person.chat_with(self._account))
        if self._groups:
            # There the answers are shorter.
            members = [person.user, self._account.user]
            await self._learn(person, self._telegram.new_group("First", members), "/ask ")
        self._began = self.now()
        self._end = self._telegram.watch(self._hear)

    def leave(self) -> None:
        """Hear no more."""
        self._end()

    def ask(self) -> None:
        """Have the next one ask the next question."""
        round_, place = divmod(self.asked, len(self._chats))
        chat, number = self._chats[place], (place + round_) % len(QUESTIONS)
        text, person = QUESTIONS[number], self._people[place % len(self._people)]
        if chat.id < 0:
            person = self._people[place % min(_MEMBERS, len(self._people))]
            text = f"/ask {text}"
        self.asked += 1
        # It is answered once this lets others go on, no sooner.
        message = person.writes(chat, text)
        self._waiting[chat.id].append(_Asked(message.message_id, number, self.now()))

    async def ask_at(
        self,
        rate: float,
        count: int,
        told: Callable[[int], None] = lambda _done: None,
        goes_on: Callable[[], bool] = lambda: False,
    ) -> None:
        """Ask so many questions, so many a second, however fast the answers are.

        After them it goes on for as long as ``goes_on`` says so.
        """
        begin = self.now()
        number = 0
        while number < count or goes_on():
            due = begin + number / rate
            await asyncio.sleep(max(0.0, due - self.now()))
            self.ask()
            number += 1
            told(number)

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

    def faults(self) -> list[str]:
        """Return what must not be, whatever is done to the bot, and is."""
        found = []
        if self.unanswered:
            found.append(f"{self.unanswered} questions are not answered")
        if self.out_of_order:
            found.append(f"{self.out_of_order} answers are out of order")
        if self.strange:
            ((most, _),) = self.strange.most_common(1)
            found.append(f"{self.strange.total()} messages are no answers, such as {most[:80]!r}")
        return found

    def timeline(self) -> list[tuple[float, float]]:
        """Return when each answer came, and how long it took, in seconds."""
        return list(zip(self.moments, self.latencies, strict=True))

    def forget(self) -> None:
        """Forget how long answers took, and have the local Telegram forget what was said."""
        self.latencies.clear()
        self.moments.clear()
        for chat in self._chats:
            chat.messages.clear()

    async def _learn(self, person: Person, chat: Chat, before: str = "") -> None:
        for number, text in enumerate(QUESTIONS):
            person.writes(chat, before + text)
            answers = partial(_answers, chat, more_than=number)
            answer = (await self._telegram.until(answers, within=_TO_LEARN))[-1]
            self._answers[_unmarked(answer)] = number

    def _hear(self, event: Event) -> None:
        if not isinstance(event, Posted) or not event.message.is_from_bot:
            return
        waiting = self._waiting.get(event.message.chat.id)
        if waiting is None:
            return
        number = self._answers.get(_unmarked(event.message))
        if number is None:
            self.strange[event.message.text or ""] += 1
            return
        self._note(event.message, number, waiting)
        if not self.unanswered:
            self._is_all_answered.set()

    def _note(self, answer: Message, number: int, waiting: deque[_Asked]) -> None:
        replied = answer.reply_to.message_id if answer.reply_to else None
        for one in waiting:
            if one.text == number and replied in {one.message, None}:
                self.out_of_order += one is not waiting[0]
                waiting.remove(one)
                self.latencies.append(self.now() - one.moment)
                self.moments.append(self.now() - self._began)
                return
        self.repeats += 1

    @staticmethod
    def now() -> float:
        """Return the time of the event loop, in seconds."""
        return asyncio.get_running_loop().time()


def kinds(counted: Counter[str]) -> str:
    """Return what was counted, in a line."""
    return ", ".join(f"{name} {times}" for name, times in sorted(counted.items()))


def _answers(chat: Chat, more_than: int) -> list[Message] | None:
    found = [one for one in chat.messages.values() if one.is_from_bot]
    return found if len(found) > more_than else None


def _unmarked(message: Message) -> str:
    return MARK.sub("", message.text or "")
