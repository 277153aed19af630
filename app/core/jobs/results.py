"""Results and errors of jobs as JSON, and back."""

import json
from dataclasses import asdict

from app.core.errors import ZiqiangError
from app.core.i18n import fill
from app.core.modules import JobFile, JobLink, JobResult


def result_json(result: JobResult | None) -> str:
    """A result as text; values that JSON does not know become text too."""
    return json.dumps(asdict(result or JobResult()), ensure_ascii=False, default=str)


def result_of(text: str | None) -> JobResult:
    """The result that a text holds."""
    if text is None:
        return JobResult()
    found = json.loads(text)
    return JobResult(
        found["message"],
        found["values"],
        tuple(JobFile(**each) for each in found["files"]),
        tuple(JobLink(**each) for each in found["links"]),
    )


def error_json(error: ZiqiangError) -> str:
    """An error as text: kind, message id and values, so that every reader sees it in her language."""
    found = {"kind": error.kind, "message": error.message, "values": dict(error.values)}
    return json.dumps(found, ensure_ascii=False, default=str)


def error_in_words(text: str) -> tuple[str, str]:
    """Kind and message of an error, in the current language."""
    found = json.loads(text)
    return found["kind"], fill(found["message"], found["values"])
