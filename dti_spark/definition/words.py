"""The kinds of words that definitions are made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Quarter = Annotated[str, StringConstraints(pattern=r"^\d{4}Q[1-4]$")]
Code = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Lines = Annotated[str, StringConstraints(pattern=r"^\d{1,4}(-\d{1,4})?(;\d{1,4}(-\d{1,4})?)*$")]
"""Where the text of the report says it."""
Blank = Annotated[str | None, BeforeValidator(lambda value: value or None)]


class Model(BaseModel):
    """A part of the definition."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(Model):
    """A name in both languages of the product."""

    zh: Text
    en: Text
