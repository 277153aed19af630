"""What `ziqiang doctor` says about the modules on this machine."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.core.doctor import Check, Finding, error, fine
from app.core.i18n import N_
from app.core.modules.discovery import broken, discover


def loadable(_session: Session) -> Iterator[Finding]:
    """Whether every module's package can be loaded."""
    for problem in broken():
        yield error(
            N_("module %(module)s of package %(package)s cannot be loaded: %(reason)s"),
            N_("Mend the package, install a version that fits, or remove it; meanwhile everything else works."),
            **problem.values,
        )
    if not broken():
        yield fine(N_("all %(modules)s modules can be loaded"), modules=len(discover()))


CHECKS = (Check(N_("Modules"), loadable),)
