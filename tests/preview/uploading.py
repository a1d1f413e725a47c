"""Calls with files."""

from typing import Any

import httpx

from tests.preview.calling import Caller


async def send(
    api: Caller, method: str, files: dict[str, tuple[str, bytes]], **parameters: Any
) -> httpx.Response:
    """Make a call as a form with files."""
    texts = {
        name: value if isinstance(value, str) else f"{value}" for name, value in parameters.items()
    }
    return await api.http.post(f"{api.address}/{method}", data=texts, files=files)


async def sent(
    api: Caller, method: str, files: dict[str, tuple[str, bytes]], **parameters: Any
) -> Any:
    """Return the result of a call with files that succeeds."""
    answer = (await send(api, method, files, **parameters)).json()
    assert answer["ok"], answer
    return answer["result"]


async def refused(
    api: Caller, method: str, files: dict[str, tuple[str, bytes]], **parameters: Any
) -> tuple[int, str]:
    answer = (await send(api, method, files, **parameters)).json()
    assert not answer["ok"], answer
    return answer["error_code"], answer["description"]


async def download(api: Caller, file_id: str) -> bytes:
    file = await api.call("getFile", file_id=file_id)
    address = api.address.replace("/bot", "/file/bot", 1)
    response = await api.http.get(f"{address}/{file['file_path']}")
    assert response.status_code == 200
    assert len(response.content) == file["file_size"]
    return response.content
