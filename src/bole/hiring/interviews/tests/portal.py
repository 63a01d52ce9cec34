"""A candidate's browser for the portal tests: one test client, one link."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from bole.hiring.conftest import WEBM, Invited

CODE = "123456"


@dataclass
class Browser:
    """Follows the pages of one invitation."""

    invited: Invited
    client: Client = field(default_factory=Client)

    def at(self, page: str = "") -> str:
        return f"/i/{self.invited.token}/{page}"

    def get(self, page: str = "", **query: Any) -> Any:
        return self.client.get(self.at(page), query)

    def post(self, page: str, **fields: Any) -> Any:
        return self.client.post(self.at(page), fields)

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        response = self.client.generic(
            method, self.at("api/" + path), json.dumps(body or {}), "application/json"
        )
        return response.status_code, json.loads(response.content)

    def put(self, upload_id: str, index: int, body: bytes, sha256: str = "") -> tuple[int, dict[str, Any]]:
        digest = sha256 or hashlib.sha256(body).hexdigest()
        response = self.client.put(
            self.at(f"api/uploads/{upload_id}/parts/{index}/"),
            body,
            "application/octet-stream",
            headers={"X-Part-SHA256": digest},
        )
        return response.status_code, json.loads(response.content)

    def enter(self) -> Any:
        """Link, code, and where that leads."""
        self.post("code/")
        return self.post("verify/", code=CODE)

    def agree(self, **decisions: str) -> Any:
        return self.post("consent/", **{"recording": "yes", "analysis": "yes", "face": "yes", **decisions})

    def record(self, key: str, content: bytes = b"words", seconds: float = 9.0) -> None:
        """One stretch in two parts, the second one first."""
        self.call("POST", f"answers/{key}/begin/")
        _, made = self.call("POST", f"answers/{key}/recordings/", {"content_type": "video/webm"})
        body = WEBM + content
        assert self.put(made["upload_id"], 1, body[20:])[0] == 200
        assert self.put(made["upload_id"], 0, body[:20])[0] == 200
        finish = {"parts": 2, "total_bytes": len(body), "seconds": seconds}
        status, done = self.call("POST", f"recordings/{made['recording_id']}/finish/", finish)
        assert (status, done["state"]) == (200, "finished"), done
