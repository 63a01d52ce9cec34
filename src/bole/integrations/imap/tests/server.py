"""A mail server of a few commands, for the adapter's tests: one user, folders in memory, real sockets."""

import re
import socketserver
import threading
from typing import Any

GREETING = b"* OK ready\r\n"


class Folders:
    """What the server holds; ``move`` says whether it knows RFC 6851."""

    def __init__(self, *, move: bool = True) -> None:
        self.move = move
        self.held: dict[str, dict[int, bytes]] = {"INBOX": {}}
        self.deleted: set[int] = set()

    def put(self, *letters: bytes) -> None:
        """Let letters arrive."""
        for letter in letters:
            self.held["INBOX"][len(self.held["INBOX"]) + 1] = letter


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    server: Any

    def handle(self) -> None:
        """Greet, then answer line by line."""
        self.wfile.write(GREETING)
        for line in self.rfile:
            tag, _space, rest = line.decode("utf-8", "replace").strip().partition(" ")
            for answer in self._answers(rest):
                self.wfile.write(answer + b"\r\n")
            status = self._status
            self.wfile.write(f"{tag} {status}\r\n".encode())
            if rest.upper().startswith("LOGOUT"):
                return

    def _answers(self, rest: str) -> list[bytes]:
        self._status = "OK done"
        words = rest.split() or ["NOOP"]
        command = " ".join(words[:2]).upper() if words[0].upper() == "UID" else words[0].upper()
        known = {
            "CAPABILITY": self._capability, "LOGIN": self._login, "SELECT": self._select,
            "CREATE": self._create, "UID SEARCH": self._search, "UID FETCH": self._fetched,
            "UID MOVE": self._moved, "UID COPY": self._moved, "UID STORE": self._store,
            "EXPUNGE": self._expunge,
        }  # fmt: skip
        return known.get(command, lambda _rest: [])(rest)

    @property
    def folders(self) -> Folders:
        found: Folders = self.server.folders
        return found

    def _capability(self, _rest: str) -> list[bytes]:
        return [b"* CAPABILITY IMAP4rev1" + (b" MOVE" if self.folders.move else b"")]

    def _login(self, rest: str) -> list[bytes]:
        if rest.split(" ", 1)[1] != 'hr "se cret"':
            self._status = "NO wrong"
        return []

    def _select(self, rest: str) -> list[bytes]:
        if _names(rest)[-1] not in self.folders.held:
            self._status = "NO no such folder"
        return [b"* %d EXISTS" % len(self.folders.held["INBOX"])]

    def _create(self, rest: str) -> list[bytes]:
        self.folders.held.setdefault(_names(rest)[-1], {})
        return []

    def _search(self, _rest: str) -> list[bytes]:
        return [b"* SEARCH " + b" ".join(b"%d" % uid for uid in sorted(self.folders.held["INBOX"]))]

    def _store(self, rest: str) -> list[bytes]:
        self.folders.deleted.add(int(rest.split()[2]))
        return []

    def _expunge(self, _rest: str) -> list[bytes]:
        for uid in self.folders.deleted:
            self.folders.held["INBOX"].pop(uid, None)
        return []

    def _fetched(self, rest: str) -> list[bytes]:
        uid = int(rest.split()[2])
        body = self.folders.held["INBOX"][uid]
        if "SIZE" in rest:
            return [b"* 1 FETCH (UID %d RFC822.SIZE %d)" % (uid, len(body))]
        return [b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)" % (uid, len(body), body)]

    def _moved(self, rest: str) -> list[bytes]:
        uid, name, held = int(rest.split()[2]), _names(rest)[-1], self.folders.held
        if name not in held:
            self._status = "NO no such folder"
            return []
        held[name][uid] = held["INBOX"][uid]
        if rest.upper().startswith("UID MOVE"):
            del held["INBOX"][uid]
        return []


def _names(rest: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', rest) or [rest.split()[-1]]


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine until the block ends."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, folders: Folders) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.folders = folders
        self.port = int(self.server_address[1])
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def __exit__(self, *failure: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()
