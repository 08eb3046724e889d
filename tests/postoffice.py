"""A mail server of the tests' own: real SMTP on a free port, all that it takes kept to be read.

It can strike at a moment of a delivery: call an act, such as killing whoever delivers, and hang
up without another word.
"""

import email
import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from enum import Enum, auto

GOODBYE = b"221 Goodbye\r\n"
YES = b"250 Yes\r\n"


class Moment(Enum):
    """Of a delivery, in the order in which they come."""

    CALLED = auto()  # somebody connects; nothing was said
    HANDED = auto()  # the whole mail is here, but not kept
    KEPT = auto()  # it is kept; the yes was not said
    THANKED = auto()  # the yes was heard: whoever delivers says goodbye


@dataclass(frozen=True)
class Letter:
    """A mail that was kept, read as mail programs read it; `to` is where it was delivered."""

    to: list[str]
    mail: EmailMessage

    @property
    def body(self) -> str:
        return self.mail.get_content()

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


class PostOffice(socketserver.ThreadingTCPServer):
    """`letters` are those that were kept, in their order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Call)
        self.letters: list[Letter] = []
        self._seen: Counter[Moment] = Counter()
        self._strike: tuple[Moment, int, Callable[[], object]] | None = None

    @property
    def url(self) -> str:
        """As MAIL_URL names it."""
        return "smtp://{}:{}".format(*self.server_address)

    def strike(self, moment: Moment, number: int, act: Callable[[], object]) -> None:
        """Call `act` when this moment comes for the time with this number, then hang up."""
        self._strike = (moment, number, act)

    def reached(self, moment: Moment) -> None:
        self._seen[moment] += 1
        if self._strike and self._strike[:2] == (moment, self._seen[moment]):
            self._strike[2]()
            raise ConnectionAbortedError

    def letters_to(self, address: str) -> list[Letter]:
        return [letter for letter in self.letters if address in letter.to]


class _Call(socketserver.StreamRequestHandler):
    """One connection: the few words of SMTP that a mail needs."""

    server: PostOffice

    def handle(self) -> None:
        try:
            self._talk()
        except ConnectionError:
            return  # one side hung up: nothing is kept that was not kept already

    def _talk(self) -> None:
        to: list[str] = []
        self.server.reached(Moment.CALLED)
        self.wfile.write(b"220 Hello\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"QUIT":
                self.server.reached(Moment.THANKED)
                self.wfile.write(GOODBYE)
                return
            if word == b"RCPT":
                to += re.findall(r"<(.*?)>", line.decode())
            if word == b"DATA":
                self._take(to)
                to = []
            self.wfile.write(YES)

    def _take(self, to: list[str]) -> None:
        self.wfile.write(b"354 Go on\r\n")
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise ConnectionAbortedError
            text += line[1:] if line.startswith(b".") else line
        self.server.reached(Moment.HANDED)
        self.server.letters.append(Letter(to, email.message_from_bytes(text, policy=default)))
        self.server.reached(Moment.KEPT)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with PostOffice() as office:
        thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield office
        finally:
            office.shutdown()
            thread.join()
