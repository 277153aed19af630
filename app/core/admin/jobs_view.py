"""Jobs: one's own, how far each is, and the files they made."""

from typing import ClassVar, Literal

from flask import make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from app.core.access import LOGGED_IN
from app.core.admin.downloads import download
from app.core.admin.pages import BoardPage, Button, Column, JobPage, Link, Row, Table, Tone, pill, text
from app.core.admin.views import Answer, SecureView, action, page
from app.core.clock import SHANGHAI
from app.core.i18n import N_
from app.core.i18n import gettext as _
from app.core.jobs import JobView, State, cancel, job_file, job_view, jobs_of_actor

STATES: dict[State, tuple[str, Tone]] = {
    State.QUEUED: (N_("Waiting"), "muted"),
    State.RUNNING: (N_("Running"), "info"),
    State.DONE: (N_("Done"), "good"),
    State.FAILED: (N_("Failed"), "danger"),
    State.CANCELLED: (N_("Cancelled"), "warning"),
}


class JobsView(SecureView):
    """Jobs."""

    endpoint: ClassVar[str] = "jobs"
    address: ClassVar[str] = "/jobs"

    @page("/", permission=LOGGED_IN)
    def index(self, session: Session) -> Answer:
        """One's own jobs, newest first."""
        columns = tuple(Column(_(label)) for label in (N_("Job"), N_("Started"), N_("State"), N_("Result")))
        rows = tuple(
            Row(
                (
                    text(job.label, f"/jobs/{job.id}"),
                    text(job.created.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")),
                    pill(_(STATES[job.state][0]), STATES[job.state][1]),
                    text(job.message),
                )
            )
            for job in jobs_of_actor(session)
        )
        return BoardPage(_("Jobs"), (Table("", columns, rows, empty=_("You have started no job yet.")),))

    @page("/<int:job_id>", permission=LOGGED_IN)
    def show(self, session: Session, job_id: int) -> Answer:
        """How far a job is. With ?part=state the part that changes, for the page itself."""
        found = _page(job_view(session, job_id))
        if request.args.get("part") == "state":
            return make_response(render_template(found.fragment, page=found))
        return found

    @page("/<int:job_id>/files/<path:name>", permission=LOGGED_IN)
    def file(self, session: Session, job_id: int, name: str) -> Answer:
        """A file the job made, for its owner."""
        made, place = job_file(session, job_id, name)
        return download(place.read_bytes(), made.name)

    @action("/<int:job_id>/cancel", permission=LOGGED_IN)
    def cancel(self, session: Session, job_id: int) -> Answer:
        """Cancel a job that has not ended."""
        cancel(session, job_id)
        return f"/jobs/{job_id}"


def _page(job: JobView) -> JobPage:
    shown: dict[State, Literal["queued", "running", "done", "failed"]] = {
        State.QUEUED: "queued",
        State.RUNNING: "running",
        State.DONE: "done",
    }
    links = [Link(_(one.label), url_for(one.endpoint, **one.values)) for one in job.links]
    links += [Link(one.name, f"/jobs/{job.id}/files/{one.path}", "download") for one in job.files]
    stop = Button(_("Cancel"), f"/jobs/{job.id}/cancel", "x", post=True)
    return JobPage(
        job.label,
        (Link(_("Jobs"), "/jobs/"),),
        shown.get(job.state, "failed"),
        f"/jobs/{job.id}?part=state",
        job.done,
        job.total,
        job.message or job.text,
        tuple(links),
        () if job.is_over else (stop,),
    )
