"""Which sentence model is used: the one that is installed, one in a folder, or none."""

from pathlib import Path

from knowledge.matching.model_files import PACKAGE_SHA256, ModelError, installed_model
from knowledge.matching.sentence_model import SentenceModel

AUTO = "auto"
NONE = "none"


def chosen_model(choice: str) -> SentenceModel | None:
    """Return the model that ``BOT_MODEL`` names.

    That is, for ``auto``, the one that is installed as a package, if it is; for ``none``, none; or
    else that of a folder.

    Raises:
        ModelError: if it can't be used.
    """
    if choice == NONE:
        return None
    if choice != AUTO:
        try:
            return SentenceModel.load(Path(choice).expanduser())
        except RuntimeError as error:
            raise ModelError(f"{choice}: there is no such home folder") from error
    folder = installed_model()
    return SentenceModel.load(folder, PACKAGE_SHA256) if folder else None
